package dev.parley.endpoints;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.endpoints.handshake.Handshake;
import dev.parley.endpoints.session.FakeSession;
import dev.parley.endpoints.settings.Settings;
import jakarta.websocket.EndpointConfig;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** An application with the settings by default, and what a container would hand to its endpoints. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
abstract class EndpointsFixture {
    final Application application = Application.start(Settings.defaults());
    final FakeSession session = new FakeSession("s");
    final Map<String, Object> configured = new HashMap<>();
    final EndpointConfig config = proxy(EndpointConfig.class, Map.of("getUserProperties", configured));

    @AfterEach
    final void close() {
        Application.release();
        application.close();
    }

    static <T> T proxy(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> answers.get(method.getName())));
    }

    static Handshake handshake(String path) {
        return new Handshake(path, "", "example.org", false, Optional.empty(), "192.0.2.1", Optional.empty());
    }

    void admit(Map<String, Object> properties) {
        assertEquals(Optional.empty(), application.admit(handshake("/echo")));
        Admission.bound().ifPresent(admission -> properties.put("dev.parley.admission", admission));
        Application.release();
    }
}
