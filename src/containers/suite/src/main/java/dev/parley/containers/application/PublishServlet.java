package dev.parley.containers.application;

import dev.parley.endpoints.api.Hub;
import dev.parley.endpoints.api.HubException;
import dev.parley.endpoints.api.Published;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** {@code POST /publish?channel=…[&key=…]}: publishes the body; answers with the offset, or 400 and the code. */
@WebServlet("/publish")
public class PublishServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** Called by the container. */
    public PublishServlet() {}

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String json = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String answer;
        try {
            answer = String.valueOf(publish(Hub.of(getServletContext()), request, json)
                    .toCompletableFuture()
                    .join()
                    .offset());
        } catch (HubException e) {
            answer = refused(response, e);
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof HubException why)) {
                throw e;
            }
            answer = refused(response, why);
        }
        response.setContentType("text/plain;charset=UTF-8");
        response.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
    }

    private static CompletionStage<Published> publish(Hub hub, HttpServletRequest request, String json) {
        String channel = String.valueOf(request.getParameter("channel"));
        String key = request.getParameter("key");
        return key == null
                ? hub.channel(channel).publish(json)
                : hub.state(channel).set(key, json);
    }

    private static String refused(HttpServletResponse response, HubException why) {
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        return why.code().text();
    }
}
