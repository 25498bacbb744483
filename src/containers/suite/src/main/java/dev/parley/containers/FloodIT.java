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
import java.net.URI;
import java.net.URLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
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
 * A hundred clients that do too much, in five ways, beside a hundred that talk: nothing of the honest ones' is lost,
 * doubled or out of order, and whoever does too much is told so, or thrown out.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class FloodIT {
    private static final Set<Container> DEFAULT_BUILD = EnumSet.of(Container.TYRUS, Container.TOMCAT, Container.JETTY);
    private static final int HONEST = 100;
    private static final int ABUSERS_OF_A_KIND = 20;
    private static final int ROUNDS = 16; // of talk, at least
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int METRICS_MILLIS = 60_000; // for an answer with all numbers, on a full machine
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    /** Written into the log each time somebody is refused, once a minute. */
    private static final String OFFENDER = "127.0.0.1";

    private final URI hub = Site.deployed().at("hub");

    /** The rates are such that whoever goes on without a pause passes them, however slow the machine, and who talks does not. */
    @Deployment(testable = false)
    static WebArchive war() {
        return ParleyWar.with(
                "parley.rates.messages", "4/s burst 60",
                "parley.rates.publishes", "4/s burst 60",
                "parley.connections.rate", "1/s burst 230",
                "parley.hub.max-subscriptions", "20",
                "parley.chat.max-rooms", "1000",
                "parley.chat.history-memory", "16MiB",
                "parley.outbox.max-bytes", "64KiB",
                "parley.outbox.memory", "16MiB",
                "parley.heartbeat.interval", "2m",
                "parley.heartbeat.timeout", "5m");
    }

    @Test
    void honestClientsDoNotNoticeAbusers() throws Exception {
        assumeTrue(
                DEFAULT_BUILD.contains(Container.current()),
                "it is about limits of our own, which the containers of the default build show; it takes long");
        long begun = System.nanoTime();
        fillBigChannels();
        List<Abuser> abusers = new ArrayList<>();
        try (Lines lines = new Lines();
                Crowd crowd = new Crowd(hub, HONEST)) {
            for (Abuse abuse : Abuse.values()) {
                for (int i = 0; i < ABUSERS_OF_A_KIND; i++) {
                    abusers.add(new Abuser(abuse, hub, i));
                }
            }
            crowd.talk();
            abusers.forEach(Abuser::start);
            for (Abuser abuser : abusers) {
                refusalOf(abuser, crowd);
            }
            expectNumbers(crowd);
            await(crowd, ROUNDS + " rounds of talk", () -> crowd.rounds() >= ROUNDS);
            crowd.finish(PATIENCE);
            expectLines(lines, 1 + (System.nanoTime() - begun) / MINUTE);
        } finally {
            for (Abuser abuser : abusers) {
                abuser.close();
            }
        }
        Eventually.await("room for others", PATIENCE, () -> value("parley_connections") == 0);
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

    private static void refusalOf(Abuser abuser, Crowd crowd) throws Exception {
        try {
            CompletableFuture.anyOf(crowd.broken(), abuser.refusal()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(abuser + " was not refused, or the honest were", e);
        }
    }

    private void expectNumbers(Crowd crowd) throws Exception {
        expect(crowd, "parley_refusals_total{code=\"rate-limited\"}");
        expect(crowd, "parley_rate_exceeded_total");
        expect(crowd, "parley_rate_holds_total");
        expect(crowd, "parley_refusals_total{code=\"too-many-subscriptions\"}");
        expect(crowd, "parley_handshakes_refused_total{reason=\"rate\"}");
        expect(crowd, "parley_connections_closed_total{endpoint=\"/hub\",reason=\"message-too-big\"}");
        expect(crowd, "parley_connections_closed_total{endpoint=\"/hub\",reason=\"slow\"}");
        assertEquals(0, value("parley_publications_total{kind=\"log\",outcome=\"refused\"}"));
    }

    /** Each abuser of a kind is counted; the end of a connection when its transport has ended too. */
    private void expect(Crowd crowd, String name) throws InterruptedException {
        await(crowd, name + " is " + ABUSERS_OF_A_KIND + " or more", () -> value(name) >= ABUSERS_OF_A_KIND);
    }

    private static void await(Crowd crowd, String what, Callable<Boolean> condition) throws InterruptedException {
        Eventually.await(what, PATIENCE, () -> {
            crowd.broken().getNow(null);
            return condition.call();
        });
    }

    private double value(String name) throws IOException {
        URLConnection request = Site.deployed().at("metrics").toURL().openConnection();
        request.setConnectTimeout(METRICS_MILLIS);
        request.setReadTimeout(METRICS_MILLIS);
        try (var in = request.getInputStream()) {
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
