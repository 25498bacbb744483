package dev.parley.endpoints;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.endpoints.handshake.Handshake;
import dev.parley.endpoints.handshake.Refusal;
import dev.parley.endpoints.settings.Settings;
import dev.parley.endpoints.settings.SettingsReader;
import dev.parley.endpoints.settings.Source;
import jakarta.websocket.EndpointConfig;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EndpointsTest extends EndpointsFixture {
    @Nested
    class Endpoints {
        @Test
        void echoes() {
            EchoEndpoint endpoint = new EchoEndpoint();
            admit(session.userProperties());
            endpoint.open(session.session(), config);
            assertEquals(1, application.connections());
            endpoint.text("he", false);
            endpoint.text("llo", true);
            endpoint.binary(ByteBuffer.wrap(new byte[] {1}), true);
            assertEquals(List.of("text hello", "binary 01"), session.drain());
            endpoint.error(new IllegalStateException("reset"));
            endpoint.close();
            assertEquals(0, application.connections());
            assertEquals(0, application.echoMemory().taken());
        }

        @Test
        void takeTheAdmissionFromWhereTheContainerPutsItAndKeepNone() {
            admit(configured);
            HeartbeatEndpoint endpoint = new HeartbeatEndpoint();
            endpoint.open(session.session(), config);
            assertEquals(Map.of(), configured);
            endpoint.text("{\"type\":\"ping\"}", true);
            assertEquals(List.of("text {\"type\":\"pong\"}"), session.drain());
            endpoint.close();
        }

        @Test
        void closeWith1011WithoutAdmission() {
            EchoEndpoint endpoint = new EchoEndpoint();
            endpoint.open(session.session(), config);
            endpoint.text("ignored", true);
            endpoint.close();
            assertEquals(List.of("close 1011 "), session.drain());
            assertEquals(0, application.connections());
        }

        @Test
        void closeWith1011WithAForeignAdmission() {
            configured.put("dev.parley.admission", "of another class loader");
            new EchoEndpoint().open(session.session(), config);
            assertEquals(List.of("close 1011 "), session.drain());
        }

        @Test
        void areForgottenThoughTheContainerClosesThemDuringTheOpen() {
            ChatEndpoint endpoint = new ChatEndpoint();
            admit(configured);
            // The close comes while the open is under way, as where a worker is faster than the open.
            EndpointConfig closing = proxyOf(EndpointConfig.class, () -> {
                endpoint.close();
                return configured;
            });
            endpoint.open(session.session(), closing, "lobby");
            assertEquals(0, application.connections());
        }

        private <T> T proxyOf(Class<T> type, java.util.function.Supplier<Object> answer) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> answer.get()));
        }
    }

    @Nested
    class Places {
        private final Application small = Application.start(settings());

        private static Settings settings() {
            return SettingsReader.read(List.of(Source.of(
                    "test",
                    Map.of("parley.connections.max", "2", "parley.connections.max-per-address", "1"),
                    UnaryOperator.identity())));
        }

        private Optional<Integer> admit(String address) {
            Handshake handshake =
                    new Handshake("/echo", "", "example.org", false, Optional.empty(), address, Optional.empty());
            return small.admit(handshake).map(Refusal::status);
        }

        @AfterEach
        void close() {
            Application.release();
            small.close();
        }

        @Test
        void areTakenByHandshakesOnTheirWay() {
            assertEquals(Optional.empty(), admit("a"));
            assertEquals(Optional.of(503), admit("a"));
            assertEquals(Optional.empty(), admit("b"));
            assertEquals(Optional.of(503), admit("c"));
            assertEquals(2, small.connections());
        }

        @Test
        void areGivenBackByHandshakeThatFails() {
            assertEquals(Optional.empty(), admit("a"));
            Application.release();
            assertEquals(0, small.connections());
            assertEquals(Optional.empty(), admit("a"));
        }

        @Test
        void areKeptForSessionThatOpensLater() {
            assertEquals(Optional.empty(), admit("a"));
            Admission.bound().orElseThrow().putInto(config, Optional.empty());
            Application.release(); // as Tomcat does, which opens the session when the request is over
            assertEquals(Optional.of(503), admit("a"));
            new EchoEndpoint().open(session.session(), config);
            assertEquals(1, small.connections());
            assertEquals(List.of(), session.drain());
        }
    }

    @Nested
    class Life {
        @Test
        void isReadyUntilItCloses() {
            assertTrue(application.ready());
            application.close();
            assertFalse(application.ready());
            application.close();
            assertEquals(Optional.of(503), application.admit(handshake("/echo")).map(Refusal::status));
        }

        @Test
        void closesSessionsWith1001AndItsThreads() {
            EchoEndpoint endpoint = new EchoEndpoint();
            admit(configured);
            endpoint.open(session.session(), config);
            session.onClose(endpoint::close);
            application.close();
            assertEquals(List.of("close 1001 server stops"), session.drain());
            assertEquals(0, application.connections());
        }

        @Test
        void leavesNoThread() {
            application.close();
            Application another = Application.start(Settings.defaults());
            long before = threads();
            another.close();
            while (threads()
                    >= before) { // a thread is seen a moment longer than it works; @Timeout ends a wait in vain
                Thread.onSpinWait();
            }
        }

        private long threads() {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("parley-"))
                    .count();
        }
    }

    @Test
    void refuseWhatCameWithoutAdmission() {
        assertFalse(new HandshakeConfigurator().checkOrigin("http://example.org"));
    }
}
