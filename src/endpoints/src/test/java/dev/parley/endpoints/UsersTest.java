package dev.parley.endpoints;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.endpoints.api.Hub;
import dev.parley.endpoints.handshake.Handshake;
import dev.parley.endpoints.handshake.Refusal;
import dev.parley.endpoints.settings.Settings;
import dev.parley.endpoints.settings.SettingsReader;
import dev.parley.endpoints.settings.Source;
import dev.parley.hub.access.Login;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who a connection is, from the handshake to the welcome. */
class UsersTest extends EndpointsFixture {
    private static final String HELLO = "{\"t\":\"hello\",\"v\":1,\"cid\":\"0123456789abcdef\"}";

    private final ServerEndpointConfig endpointConfig =
            proxy(ServerEndpointConfig.class, Map.of("getUserProperties", configured));

    private static Settings settings(Map<String, String> parameters) {
        return SettingsReader.read(List.of(Source.contextParameters(parameters)));
    }

    /** Makes the handshake of a page whose browser shows a cookie of the container's login. */
    private Optional<Refusal> handshake(Application to, Optional<String> origin) {
        Principal ada = () -> "Ada";
        Optional<Refusal> refusal =
                to.admit(new Handshake("/hub", "", "example.org", true, origin, "192.0.2.1", Optional.empty()));
        if (new HandshakeConfigurator().checkOrigin(origin.orElse(""))) {
            HandshakeRequest request =
                    proxy(HandshakeRequest.class, Map.of("getUserPrincipal", ada, "isUserInRole", true));
            new HandshakeConfigurator()
                    .modifyHandshake(endpointConfig, request, proxy(HandshakeResponse.class, Map.of()));
        }
        Application.release();
        return refusal;
    }

    private List<String> welcome(String... requests) {
        HubEndpoint endpoint = new HubEndpoint();
        endpoint.open(session.session(), config);
        session.onClose(endpoint::close);
        endpoint.text(HELLO, true);
        for (String request : requests) {
            endpoint.text(request, true);
        }
        return session.drain();
    }

    @Test
    void areWhomTheContainerKnowsWithTheRolesThatTheRulesName() {
        String publish = "{\"t\":\"pub\",\"id\":1,\"ch\":\"news:a\",\"mid\":1,\"d\":1}";
        try (Application strict =
                Application.start(settings(Map.of("parley.auth.rules", "news: publish=role:editor")))) {
            assertEquals(Optional.empty(), handshake(strict, Optional.of("https://example.org")));
            List<String> told = welcome(publish);
            assertTrue(told.get(0).contains("\"user\":\"Ada\""), told::toString);
            assertEquals("text {\"t\":\"ok\",\"id\":1,\"o\":1}", told.get(1));
        }
    }

    @Test
    void canBeListedAndSentAway() {
        assertEquals(Optional.empty(), handshake(application, Optional.of("https://example.org")));
        welcome();
        List<Login> connections = application.access().connections("Ada");
        assertEquals(
                List.of("192.0.2.1"), connections.stream().map(Login::address).toList());
        connections.get(0).end("signed out");
        assertEquals(
                "text {\"t\":\"bye\",\"code\":4403,\"reason\":\"signed out\",\"retry\":false}",
                session.drain().get(0)); // the close follows on a thread of its own
        assertEquals(List.of(), application.access().connections("Ada"));
    }

    @Test
    void callMethodsOfTheApplication() {
        Hub.Registration greeting = application
                .local()
                .method("greet", call -> call.answer("\"Hello " + call.caller().name() + "\""));
        assertEquals(Optional.empty(), handshake(application, Optional.of("https://example.org")));
        String greet = "{\"t\":\"rpc\",\"id\":1,\"m\":\"greet\"}";
        assertEquals(
                "text {\"t\":\"ok\",\"id\":1,\"d\":\"Hello Ada\"}",
                welcome(greet).get(1));
        greeting.close();
        greeting.close();
        application.local().method("greet", call -> call.refuse("not today")).close();
        assertEquals(Optional.empty(), handshake(application, Optional.of("https://example.org")));
        assertTrue(welcome(greet).get(1).contains("unknown-method"));
    }

    @Test
    void areNotHijackedByAPageOfAnotherSite() {
        assertEquals(
                Optional.of(403),
                handshake(application, Optional.of("https://evil.com")).map(Refusal::status));
        assertEquals(Map.of(), configured, "nothing is handed on");
        assertEquals(0, application.connections());
    }

    /** Where every page may connect, the cookie that a browser shows for it proves nothing. */
    @Test
    void areStrangersOnAPageOfAnotherSiteThatMayConnect() {
        try (Application open = Application.start(settings(Map.of("parley.origins.allowed", "*")))) {
            assertEquals(Optional.empty(), handshake(open, Optional.of("https://evil.com")));
            assertTrue(welcome().get(0).contains("\"user\":\"~"));
        }
    }

    @Test
    void areKnownOnAPageThatIsAllowedByName() {
        try (Application named =
                Application.start(settings(Map.of("parley.origins.allowed", "https://app.example.org")))) {
            assertEquals(Optional.empty(), handshake(named, Optional.of("https://app.example.org")));
            assertTrue(welcome().get(0).contains("\"user\":\"Ada\""));
        }
    }
}
