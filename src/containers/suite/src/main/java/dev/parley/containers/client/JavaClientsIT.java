package dev.parley.containers.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.containers.deploy.ParleyWar;
import dev.parley.containers.deploy.Site;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.BiFunction;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The JDK's client and that of the Jakarta API, each on every endpoint. A client is a function, because one of them has
 * a class loader of its own and shares only the JDK with us: it connects, sends each message when the one before is
 * answered, closes with 1000, and returns the answers and last the code of the server's close.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class JavaClientsIT {
    private final Site site = Site.deployed();

    @Deployment(testable = false)
    static WebArchive war() {
        return ParleyWar.with();
    }

    @Test
    void jdkClientUsesAllEndpoints() {
        useAllEndpoints(new JdkClient(), "jdk");
    }

    @Test
    void tyrusClientUsesAllEndpoints() throws ReflectiveOperationException, IOException {
        try (JakartaClassLoader loader = JakartaClassLoader.create()) {
            useAllEndpoints(loader.client(), "tyrus");
        }
    }

    private void useAllEndpoints(BiFunction<URI, List<String>, List<String>> client, String name) {
        String large = "h\u00e9llo \ud83d\ude00 ".repeat(10_000);
        assertEquals(List.of("one", large, "", "1000"), client.apply(site.ws("echo"), List.of("one", large, "")));
        assertEquals(
                List.of("{\"type\":\"pong\",\"id\":1}", "1000"),
                client.apply(site.ws("heartbeat"), List.of("{\"type\":\"ping\",\"id\":1}")));
        List<String> chat = client.apply(
                site.ws("chat/" + name),
                List.of(
                        "{\"type\":\"join\",\"name\":\"Ada\"}",
                        "{\"type\":\"say\",\"text\":\"hello\",\"id\":\"m1\"}",
                        "{\"type\":\"nonsense\"}",
                        "{\"type\":\"leave\"}"));
        assertEquals(
                List.of(
                        "{\"type\":\"welcome\",\"room\":\"" + name + "\",\"you\":\"Ada\",\"members\":[\"Ada\"],"
                                + "\"epoch\":\"\",\"offset\":0,\"history\":[]}",
                        "{\"type\":\"message\",\"offset\":1,\"from\":\"Ada\",\"text\":\"hello\",\"time\":0,\"id\":\"m1\"}",
                        "{\"type\":\"error\",\"code\":\"unknown-type\"}",
                        "{\"type\":\"left\",\"name\":\"Ada\"}",
                        "1000"),
                chat.stream().map(JavaClientsIT::steady).toList());
    }

    /** Leaves out what differs from run to run, and the wording of errors. */
    private static String steady(String message) {
        return message.replaceAll("\"epoch\":\"[^\"]*\"", "\"epoch\":\"\"")
                .replaceAll("\"time\":\\d+", "\"time\":0")
                .replaceAll(",\"reason\":\"([^\"\\\\]|\\\\.)*\"", "");
    }
}
