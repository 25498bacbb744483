package dev.parley.conformance.cases;

import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.Payload;
import java.util.Base64;

/** Values of headers that look like the right one. Stateless. */
final class BadValues {
    private static final String KEY = OpeningRequest.KEY;

    private BadValues() {}

    static String[] upgrades() {
        return new String[] {
            "websocket/13",
            "websocket;v=13",
            "xwebsocket",
            "x-websocket",
            "websocket-x",
            "web socket",
            "websocket h2c",
            "h2c",
            "websocket13",
            "ws",
            "wss",
            "web_socket",
            "websocke",
            "ebsocket",
            "'websocket'",
            "websocket=",
            "TLS/1.3",
            "http/1.1"
        };
    }

    static String[] connections() {
        return new String[] {
            "Upgrade;q=1", "\"Upgrade\"", "keep-alive Upgrade", "Upgrade keep-alive", "X-Upgrade", "Upgrade-X",
                    "Upgrad", "pgrade",
            "Upgrades", "keep-alive, Upgrades", "Up grade", "close", "Upgrade/1", "Upgrade=1", "keep-alive; Upgrade",
                    "'Upgrade'"
        };
    }

    static String[] keys() {
        return new String[] {
            KEY + "x",
            "x" + KEY,
            KEY.substring(1),
            KEY + "=",
            KEY.replace("==", "="),
            KEY.replace("=", ""),
            KEY.replace("==", "A="),
            KEY.replace("==", "%3D%3D"),
            "AAAAAAAAAAAAAAAAAAAAAA-=",
            "AAAAAAAAAAAAAAAAAAAAA_==",
            "=" + KEY.substring(1),
            KEY.substring(0, 8) + "." + KEY.substring(9),
            KEY.substring(0, 8) + "\u00e4" + KEY.substring(9),
            KEY.substring(0, 8) + "\u0000" + KEY.substring(9),
            KEY.substring(0, 20),
            KEY + KEY,
            "=".repeat(24),
            "QUJD",
            "0",
            "<" + KEY + ">",
            KEY + ";x=1",
            KEY + "," + KEY,
            "MTIzNDU2Nzg5MDEyMzQ1Ng",
            "MTIzNDU2Nzg5MDEyMzQ1Njc=",
            keyOf(1),
            keyOf(12),
            keyOf(15),
            keyOf(17),
            keyOf(18),
            keyOf(20),
            keyOf(24),
            keyOf(32),
            keyOf(64)
        };
    }

    /** Good base64, of any length but the right one. */
    private static String keyOf(int bytes) {
        return Base64.getEncoder().encodeToString(Payload.bytes(bytes).toBytes());
    }

    static String[] versions() {
        return new String[] {
            "12",
            "1",
            "3",
            "130",
            "113",
            "1313",
            "-13",
            "13 13",
            "13x",
            "x13",
            "v13",
            "13;",
            "0013",
            "0xd",
            "1_3",
            "13.",
            ".13",
            "13e0",
            "1,3",
            "XIII",
            "13-13",
            "15",
            "269",
            "65549",
            "4294967309",
            "-243",
            "\u00b9\u00b3"
        };
    }

    static String[] hosts() {
        return new String[] {
            "a b",
            "a/b",
            "a?b",
            "a#b",
            "@",
            "a@b",
            "a:80x",
            "[::1",
            "a:b:c",
            "a\tb",
            "%zz",
            "a:-1",
            "http://a",
            "a\\b",
            "a\"b",
            "a:80 80"
        };
    }
}
