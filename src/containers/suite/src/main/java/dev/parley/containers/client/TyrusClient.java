package dev.parley.containers.client;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

/**
 * The client of the Jakarta API, Tyrus. Loaded by {@link JakartaClassLoader}, since the class path has the API and the
 * implementation of the container under test.
 */
public final class TyrusClient implements BiFunction<URI, List<String>, List<String>> {
    private static final int LIMIT_SECONDS = 30;

    /** Called by reflection. */
    public TyrusClient() {}

    @Override
    public List<String> apply(URI endpoint, List<String> messages) {
        Ear ear = new Ear();
        try {
            Session session = ContainerProvider.getWebSocketContainer()
                    .connectToServer(ear, ClientEndpointConfig.Builder.create().build(), endpoint);
            List<String> answers = new ArrayList<>();
            for (String message : messages) {
                session.getBasicRemote().sendText(message);
                String answer = ear.heard.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
                answers.add(answer == null ? "nothing" : answer);
            }
            session.close(new CloseReason(CloseReason.CloseCodes.NORMAL_CLOSURE, ""));
            answers.add(String.valueOf(ear.closed.get(LIMIT_SECONDS, TimeUnit.SECONDS)));
            return answers;
        } catch (DeploymentException | IOException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Hears what the server says. */
    public static final class Ear extends Endpoint {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(String.class, (MessageHandler.Whole<String>) heard::add);
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            closed.complete(reason.getCloseCode().getCode());
        }
    }
}
