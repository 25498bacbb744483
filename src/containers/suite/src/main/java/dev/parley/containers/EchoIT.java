package dev.parley.containers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.containers.deploy.ParleyWar;
import dev.parley.containers.deploy.Site;
import dev.parley.containers.net.RawFrame;
import dev.parley.containers.net.RawWebSocket;
import java.io.IOException;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code /echo}: what goes in comes out, whole and in order. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class EchoIT {
    private final Site site = Site.deployed();

    @Deployment(testable = false)
    static WebArchive war() {
        return ParleyWar.with();
    }

    @Test
    void echoesText() throws IOException {
        try (RawWebSocket client = RawWebSocket.open(site.at("echo"))) {
            client.sendText("héllo");
            assertEquals("héllo", client.readText());
            client.send(RawFrame.close(1000, ""));
            assertEquals(1000, client.readClose());
            client.readEnd();
        }
    }

    @Test
    void echoesBinary() throws IOException {
        try (RawWebSocket client = RawWebSocket.open(site.at("echo"))) {
            byte[] payload = "b\0b\377".getBytes(UTF_8);
            client.send(RawFrame.binary(payload));
            RawFrame echoed = client.readMessage();
            assertEquals(RawFrame.BINARY, echoed.opcode());
            assertArrayEquals(payload, echoed.payload());
        }
    }
}
