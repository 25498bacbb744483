package dev.parley.containers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.containers.deploy.Container;
import dev.parley.containers.deploy.ParleyWar;
import dev.parley.containers.deploy.Site;
import dev.parley.containers.flood.Abuse;
import dev.parley.containers.flood.Abuser;
import dev.parley.containers.flood.Crowd;
import dev.parley.containers.net.Eventually;
import dev.parley.containers.net.HubPeer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two hundred clients that do too much, in five ways, beside two hundred that talk: nothing of the honest ones' is lost,
 * doubled or out of order, and whoever does too much is told so, or thrown out.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class FloodIT {
    private static final int HONEST = 200;
    private static final int ABUSERS_OF_A_KIND = 40;
    private static final int SAYINGS = 16; // 4 s of talk and more
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long MOST_HEAP = 128 << 20;
    /** Written into the log each time somebody is refused, once a minute. */
    private static final String OFFENDER = "127.0.0.1";

    private final URI hub = Site.deployed().at("hub");

    @Deployment(testable = false)
    static WebArchive war() {
        return ParleyWar.with(
                "parley.rates.messages", "50/s burst 200",
                "parley.rates.publishes", "20/s burst 60",
                "parley.connections.rate", "5/s burst 450",
                "parley.hub.max-subscriptions", "20",
                "parley.chat.max-rooms", "1000",
                "parley.chat.history-memory", "16MiB",
                "parley.outbox.max-bytes", "64KiB",
                "parley.outbox.memory", "16MiB",
                "parley.heartbeat.interval", "2m",
                "parley.heartbeat.timeout", "5m");
    }

    @Test
    void honestClientsDoNotNoticeTwoHundredAbusers() throws Exception {
        assumeTrue(
                Boolean.getBoolean("it.flood"),
                "takes a minute, and a machine that is not busy with other things: -Dit.flood=true");
        assumeTrue(
                Container.current() == Container.TYRUS || Container.current() == Container.TOMCAT,
                "it is about limits of our own, which two containers show; it takes long");
        long begun = System.nanoTime();
        fillBigChannels();
        List<Abuser> abusers = new ArrayList<>();
        try (Lines lines = new Lines();
                Crowd crowd = new Crowd(hub, HONEST, SAYINGS)) {
            for (Abuse abuse : Abuse.values()) {
                for (int i = 0; i < ABUSERS_OF_A_KIND; i++) {
                    abusers.add(new Abuser(abuse, hub, i));
                }
            }
            long heap = liveHeap();
            abusers.forEach(Abuser::start);
            CompletableFuture<Void> talk = crowd.talk();
            talk.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            for (Abuser abuser : abusers) {
                refusalOf(abuser);
            }
            long more = liveHeap() - heap;
            assertTrue(more < MOST_HEAP, "the flood has taken " + more + " bytes");
            expectNumbers();
            expectLines(lines, 1 + (System.nanoTime() - begun) / MINUTE);
        } finally {
            for (Abuser abuser : abusers) {
                abuser.close();
            }
        }
        Eventually.await("room for others", PATIENCE, () -> value("parley_connections") <= 1);
    }

    /** For those who never read. */
    private void fillBigChannels() throws IOException {
        for (int i = 0; i < Abuse.BIG_CHANNELS; i++) {
            try (HubPeer peer = HubPeer.open(hub, "filler-" + i)) {
                for (int mid = 1; mid <= 20; mid++) {
                    JsonObject ok = peer.ask(
                            HubPeer.publication(Abuse.bigChannel(i), mid, Json.createValue("x".repeat(60_000))));
                    assertEquals("ok", ok.getString("t"), ok::toString);
                }
            }
        }
    }

    private static void refusalOf(Abuser abuser) throws Exception {
        try {
            abuser.refusal().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(abuser + " was not refused", e);
        }
    }

    private static long liveHeap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    private void expectNumbers() throws Exception {
        expect("parley_refusals_total{code=\"rate-limited\"}", ABUSERS_OF_A_KIND);
        expect("parley_rate_exceeded_total", ABUSERS_OF_A_KIND);
        expect("parley_rate_holds_total", ABUSERS_OF_A_KIND);
        expect("parley_refusals_total{code=\"too-many-subscriptions\"}", 1);
        expect("parley_handshakes_refused_total", ABUSERS_OF_A_KIND);
        expect("parley_connections_closed_total{endpoint=\"/hub\",reason=\"message-too-big\"}", ABUSERS_OF_A_KIND);
        expect("parley_connections_closed_total{endpoint=\"/hub\",reason=\"slow\"}", ABUSERS_OF_A_KIND);
        assertEquals(0, value("parley_publications_total{kind=\"log\",outcome=\"refused\"}"));
    }

    /** The end of a connection is counted when its transport has ended too. */
    private void expect(String name, int atLeast) throws InterruptedException {
        Eventually.await(name + " is " + atLeast + " or more", PATIENCE, () -> value(name) >= atLeast);
    }

    private double value(String name) throws IOException {
        try (var in = Site.deployed().at("metrics").toURL().openStream()) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                    .findFirst()
                    .orElse(0);
        }
    }

    /** One line a minute for the address: of handshakes, and of all else. */
    private static void expectLines(Lines lines, long minutes) {
        List<String> handshakes = lines.all().stream()
                .filter(line -> line.startsWith("handshake of "))
                .toList();
        List<String> deeds = lines.all().stream()
                .filter(line -> line.contains(OFFENDER + " does too much") || line.contains("was ended with"))
                .toList();
        assertTrue(!handshakes.isEmpty() && handshakes.size() <= minutes, handshakes::toString);
        assertTrue(!deeds.isEmpty() && deeds.size() <= minutes, deeds::toString);
    }

    /** What the application logs; it is in this JVM. */
    private static final class Lines extends Handler implements AutoCloseable {
        private final List<String> all = new CopyOnWriteArrayList<>();
        private final Logger logger = Logger.getLogger("dev.parley.endpoints");

        Lines() {
            logger.addHandler(this);
        }

        List<String> all() {
            return all;
        }

        @Override
        public void publish(LogRecord line) {
            all.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }
}
