package dev.parley.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.parley.containers.deploy.Container;
import dev.parley.containers.deploy.EmbeddedContainer;
import dev.parley.containers.deploy.ParleyWar;
import dev.parley.containers.deploy.Site;
import dev.parley.containers.net.Eventually;
import dev.parley.containers.net.JsonPeer;
import dev.parley.containers.net.ParleyThreads;
import dev.parley.containers.net.RawFrame;
import dev.parley.containers.net.RawWebSocket;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Deployed again and again, with clients at work each time: nothing of the earlier ones is left. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class RedeployIT {
    private static final String APPLICATION = "redeploy";
    private static final String PATH = "/redeploy-it";
    private static final Duration GENEROUS = Duration.ofSeconds(60);

    @ArquillianResource
    private Deployer deployer;

    @Deployment(name = APPLICATION, managed = false, testable = false)
    static WebArchive war() {
        return ParleyWar.named(PATH.substring(1), "parley.outbox.close-timeout", "500ms");
    }

    @Test
    void leavesNeitherClassLoaderNorThread() throws Exception {
        int times = Container.current() == Container.TOMCAT ? 50 : 10;
        Set<Thread> before = ParleyThreads.alive();
        List<WeakReference<Object>> lives = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            deployer.deploy(APPLICATION);
            lives.add(new WeakReference<>(EmbeddedContainer.running().lifeOf(PATH)));
            useAndUndeploy(i);
        }
        ParleyThreads.awaitEnd(before, GENEROUS);
        Eventually.await("all of " + times + " are garbage", GENEROUS, () -> {
            System.gc();
            return lives.stream().allMatch(life -> life.refersTo(null));
        });
        // After the conformance suite has been at it, Tomcat keeps the loader of that test's application: see docs.
        String leaks = EmbeddedContainer.running().leaks();
        assertFalse(leaks.contains(PATH), leaks);
    }

    private void useAndUndeploy(int round) throws Exception {
        Site site = Site.deployed(APPLICATION);
        try (RawWebSocket echo = RawWebSocket.open(site.at("echo"));
                RawWebSocket heartbeat = RawWebSocket.open(site.at("heartbeat"));
                JsonPeer chat = JsonPeer.join(site.at("chat/lobby"), "Ada");
                RawWebSocket silent = RawWebSocket.open(site.at("echo"))) {
            echo.sendText("round " + round);
            assertEquals("round " + round, echo.readText());
            heartbeat.ping();
            chat.say("round " + round, "m" + round);
            chat.expect("message");
            silent.send(RawFrame.text("half a message").unfinished());
            deployer.undeploy(APPLICATION);
            for (RawWebSocket client : List.of(echo, heartbeat, chat.socket(), silent)) {
                assertEquals(1001, client.readClose()); // nobody answered it, and yet it ended
            }
        }
    }
}
