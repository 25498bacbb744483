package dev.parley.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.containers.deploy.ParleyWar;
import dev.parley.containers.deploy.Site;
import dev.parley.containers.net.HubPeer;
import dev.parley.containers.net.JsonPeer;
import dev.parley.containers.net.ParleyThreads;
import dev.parley.containers.net.RawFrame;
import dev.parley.containers.net.RawWebSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The end of an application: every client is told, every thread ends, in bounded time. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class LifecycleIT {
    private static final String APPLICATION = "lifecycle";
    private static final Duration GENEROUS = Duration.ofSeconds(30);

    @ArquillianResource
    private Deployer deployer;

    @Deployment(name = APPLICATION, managed = false, testable = false)
    static WebArchive war() {
        return ParleyWar.named("lifecycle-it", "parley.outbox.close-timeout", "1s");
    }

    @Test
    void tellsEveryClientWith1001() throws Exception {
        deployer.deploy(APPLICATION);
        Site site = Site.deployed(APPLICATION);
        List<RawWebSocket> clients = new ArrayList<>();
        try (JsonPeer member = JsonPeer.join(site.at("chat/lobby"), "Ada")) {
            clients.add(member.socket());
            for (String endpoint : List.of("echo", "heartbeat", "chat/lobby")) {
                for (int i = 0; i < 20; i++) {
                    clients.add(RawWebSocket.open(site.at(endpoint)));
                }
            }
            for (RawWebSocket client : clients) {
                client.ping(); // all are open
            }
            CompletableFuture<List<Integer>> codes = answerCloses(clients);
            deployer.undeploy(APPLICATION);
            assertEquals(
                    Collections.nCopies(clients.size(), 1001), codes.get(GENEROUS.toMillis(), TimeUnit.MILLISECONDS));
        } finally {
            for (RawWebSocket client : clients) {
                client.close();
            }
        }
    }

    @Test
    void tellsClientsOfTheHubBeforeAndClosesThemWith1012() throws Exception {
        deployer.deploy(APPLICATION);
        Site site = Site.deployed(APPLICATION);
        List<HubPeer> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                HubPeer client = HubPeer.open(site.at("hub"), "client" + i);
                client.follow("chat:lobby");
                clients.add(client);
            }
            CompletableFuture<Set<Integer>> delays = onAnotherThread(() -> {
                Set<Integer> seen = new TreeSet<>();
                for (HubPeer client : clients) {
                    seen.add(client.expect("drain").getInt("after"));
                    assertEquals(1012, client.expect("bye").getInt("code"));
                    assertEquals(1012, client.socket().readClose());
                    client.socket().finish(1000);
                }
                return seen;
            });
            deployer.undeploy(APPLICATION);
            assertEquals(
                    20, delays.get(GENEROUS.toMillis(), TimeUnit.MILLISECONDS).size(), "each has its own delay");
        } finally {
            for (HubPeer client : clients) {
                client.close();
            }
        }
    }

    /** Clients as they should be: each answers the close frame. */
    private static CompletableFuture<List<Integer>> answerCloses(List<RawWebSocket> clients) {
        return onAnotherThread(() -> {
            List<Integer> seen = new ArrayList<>();
            for (RawWebSocket client : clients) {
                seen.add(client.readClose());
                client.finish(1001);
            }
            return seen;
        });
    }

    private static <T> CompletableFuture<T> onAnotherThread(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(task.call());
                    } catch (Exception | AssertionError e) { // boundary of the thread: the test gets it
                        result.completeExceptionally(e);
                    }
                },
                "clients");
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    /** Clients that neither answer the close nor read do not hold it up. */
    @Test
    void endsInBoundedTimeWhateverClientsDo() throws Exception {
        Set<Thread> before = ParleyThreads.alive();
        deployer.deploy(APPLICATION);
        Site site = Site.deployed(APPLICATION);
        try (RawWebSocket silent = RawWebSocket.open(site.at("heartbeat"));
                RawWebSocket deaf =
                        RawWebSocket.to(site.at("echo")).receiveBuffer(4096).open();
                RawWebSocket midMessage = RawWebSocket.open(site.at("echo"))) {
            silent.ping();
            deaf.send(RawFrame.binary(new byte[8 * 1024 * 1024]));
            midMessage.send(RawFrame.binary(new byte[1000]).announcing(1_000_000));
            assertTrue(ParleyThreads.startedSince(before).size() > 0, "the application has threads of its own");
            long begun = System.nanoTime();
            deployer.undeploy(APPLICATION);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            assertTrue(took.compareTo(GENEROUS) < 0, "undeployed within " + took);
            ParleyThreads.awaitEnd(before, GENEROUS);
            silent.readEnd();
        }
    }

    @Test
    void takesConnectionsAgainWhenDeployedAgain() throws IOException {
        for (int i = 0; i < 3; i++) {
            deployer.deploy(APPLICATION);
            try (RawWebSocket client =
                    RawWebSocket.open(Site.deployed(APPLICATION).at("echo"))) {
                client.sendText("round " + i);
                assertEquals("round " + i, client.readText());
                deployer.undeploy(APPLICATION);
                assertEquals(1001, client.readClose());
            }
        }
    }
}
