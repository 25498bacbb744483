package dev.parley.endpoints;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.endpoints.api.Hub;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContextHubTest {
    private final Map<String, Object> attributes = new HashMap<>();
    private String properties = "";
    private final ServletContext context = (ServletContext) Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ServletContext.class},
            (proxy, method, args) -> switch (method.getName()) {
                case "getAttribute" -> attributes.get(args[0]);
                case "setAttribute" -> attributes.put((String) args[0], args[1]);
                case "getInitParameterNames" -> Collections.emptyEnumeration();
                case "getResourceAsStream" ->
                    new ByteArrayInputStream(properties.getBytes(StandardCharsets.ISO_8859_1));
                case "getContextPath" -> "/app";
                default -> null;
            });

    @AfterEach
    void end() {
        new ParleyContextListener().contextDestroyed(new ServletContextEvent(context));
    }

    @Test
    void isThereBeforeAnyListenerAndStartsParleyWhenItIsUsed() {
        new ParleyInitializer().onStartup(null, context);
        Hub hub = Hub.of(context);
        assertTrue(!attributes.containsKey(Application.ATTRIBUTE));
        assertEquals(
                1,
                hub.channel("news:all")
                        .publish("1")
                        .toCompletableFuture()
                        .join()
                        .offset());
        assertEquals(List.of(), hub.connections("Ada"));
        assertSame(ContextHub.of(context).application(), attributes.get(Application.ATTRIBUTE));
    }

    @Test
    void failsWithTheReasonIfParleyCannotStart() {
        new ParleyInitializer().onStartup(null, context);
        properties = "parley.connections.max=none";
        Hub hub = Hub.of(context);
        String why = String.valueOf(assertThrows(RuntimeException.class, () -> hub.channel("news:all"))
                .getMessage());
        assertTrue(why.contains("parley.connections.max"), why);
    }

    @Test
    void isNotThereWithoutParley() {
        String why = String.valueOf(
                assertThrows(IllegalStateException.class, () -> Hub.of(context)).getMessage());
        assertTrue(why.contains("WEB-INF/lib"), why);
    }
}
