package dev.parley.wire.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 3. */
class WebSocketUriTest {
    @ParameterizedTest
    @CsvSource({
        "ws://example.com, false, example.com, 80, /, example.com, ws://example.com/",
        "wss://example.com, true, example.com, 443, /, example.com, wss://example.com/",
        "WS://Example.COM:80/A?b, false, example.com, 80, /A?b, example.com, ws://example.com/A?b",
        "wss://example.com:80/, true, example.com, 80, /, example.com:80, wss://example.com:80/",
        "ws://example.com:443?q=/?, false, example.com, 443, /?q=/?, example.com:443, ws://example.com:443/?q=/?",
        "ws://example.com:/a, false, example.com, 80, /a, example.com, ws://example.com/a",
        "wss://[::1]:8443/a%20b, true, [::1], 8443, /a%20b, [::1]:8443, wss://[::1]:8443/a%20b",
        "ws://[::1], false, [::1], 80, /, [::1], ws://[::1]/",
        "ws://h//, false, h, 80, //, h, ws://h//",
        "ws://h/?, false, h, 80, /?, h, ws://h/?"
    })
    void takesApart(String uri, boolean secure, String host, int port, String resource, String header, String normal) {
        WebSocketUri parsed = WebSocketUri.parse(uri);
        assertEquals(secure, parsed.secure());
        assertEquals(host, parsed.host());
        assertEquals(port, parsed.port());
        assertEquals(resource, parsed.resourceName());
        assertEquals(header, parsed.hostHeader());
        assertEquals(normal, parsed.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ws:",
                "ws:/a",
                "ws:example.com",
                "http://example.com",
                "https://example.com",
                "//example.com",
                "wsx://a",
                "ws://",
                "ws:///a",
                "ws://:80",
                "ws://a:b",
                "ws://a:65536",
                "ws://user@a",
                "ws://user:pass@a/",
                "ws://a#",
                "ws://a/#b",
                "ws://a/?b#c",
                "ws://a b",
                "ws://a/b c",
                "ws://a/%",
                "ws://a/%2",
                "ws://a/\u00e9",
                "ws://\u00e9",
                "ws://[::1",
                "ws://::1/",
                "ws://a/\r\nX: y",
                " ws://a",
                "ws://a/%\uff11\uff12",
                "ws://a/\"",
                "ws://a/{b}"
            })
    void refuses(String uri) {
        assertThrows(IllegalArgumentException.class, () -> WebSocketUri.parse(uri));
    }

    @Test
    void isNotFooledByATurkishLocale() {
        assertEquals("i.example", WebSocketUri.parse("WS://I.EXAMPLE").host());
    }
}
