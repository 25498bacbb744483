package dev.parley.wire.handshake;

import static dev.parley.wire.handshake.Heads.instead;
import static dev.parley.wire.handshake.Heads.plus;
import static dev.parley.wire.handshake.Heads.start;
import static dev.parley.wire.handshake.Heads.value;
import static dev.parley.wire.handshake.Heads.without;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Requests that look odd, some of them, but must be taken. */
final class GoodRequests {
    private GoodRequests() {}

    record Good(String name, String head) {
        byte[] bytes() {
            return Heads.bytes(head);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Good> good() {
        return Stream.of(targets(), hosts(), others()).flatMap(table -> table);
    }

    private static Stream<Good> targets() {
        return Heads.words("""
                        / // /? /?a=b&c=%20 /a/b;c=1/../d /~a-b._c!$&'()*+,;=:@ /%E2%82%ac /?a/b?c
                        http://server.example.com/chat HTTP://SERVER.EXAMPLE.COM:80/chat http://server.example.com
                        http://server.example.com?q https://server.example.com/
                        """).map(target -> good("target " + target, start("GET " + target + " HTTP/1.1")));
    }

    private static Stream<Good> hosts() {
        return Heads.words("""
                        a A.B-c_d~e 1.2.3.4 a:0 a:80 a:65535 a:0080 a: [::] [::1]:8080 [1:2:3:4:5:6:7:8]
                        [1:2:3:4:5:6:7::] [::2:3:4:5:6:7:8] [1::8] [::ffff:1.2.3.4] [1:2:3:4:5:6:1.2.3.4]
                        [ABCD:EF01:2345:6789:abcd:ef01:2345:6789] x%20y localhost a,b
                        """).map(host -> good("host " + host, value("Host", host)));
    }

    private static Stream<Good> others() {
        return Stream.of(
                good("1.2", lines -> lines),
                good("HTTP/1.2", start("GET /chat HTTP/1.2")),
                good("no space after the colon", instead("Host", "Host:server.example.com")),
                good("white space around values", value("Upgrade", "\t websocket \t ")),
                good(
                        "names in other cases",
                        lines -> lines.stream().map(GoodRequests::swapCase).toList()),
                good("Upgrade in another case", value("Upgrade", "WebSocket")),
                good("Upgrade among others", value("Upgrade", "h2c, websocket,IRC/6.9")),
                good("Upgrade in two fields", instead("Upgrade", "Upgrade: h2c", "Upgrade: websocket")),
                good("Connection among others", value("Connection", "keep-alive, Upgrade")),
                good("Connection in another case", value("Connection", "UPGRADE")),
                good("Connection with empty elements", value("Connection", ",, upgrade,")),
                good("Connection in two fields", instead("Connection", "Connection: close", "Connection: upgrade")),
                good("key of 4.1 with bits to spare", value("Sec-WebSocket-Key", "AQIDBAUGBwgJCgsMDQ4PEC==")),
                good("key with + and /", value("Sec-WebSocket-Key", "++++/////+++++////++//==")),
                good("no Origin", without("Origin")),
                good("Origin null", value("Origin", "null")),
                good("Origin file://", value("Origin", "file://")),
                good("no protocol", without("Sec-WebSocket-Protocol")),
                good("empty elements in a list", value("Sec-WebSocket-Protocol", "chat,, superchat,")),
                good("protocols that differ in case", value("Sec-WebSocket-Protocol", "chat,CHAT")),
                good("protocols in two fields", plus("Sec-WebSocket-Protocol: third")),
                good("extension nobody knows", plus("Sec-WebSocket-Extensions: x-foo; a=\"b\"; c")),
                good("Content-Length: 0", plus("Content-Length: 0")),
                good("empty value", plus("X:")),
                good("bytes beyond ASCII in a value", plus("X: \u00e9\u00ff\u0080")),
                good("tab in a value", plus("X: a\tb")),
                good("every character of a token", plus("!#$%&'*+-.^_`|~09azAZ: x")),
                good("unknown headers", plus("Cookie: a=b; c=d", "X-Forwarded-For: 1.2.3.4")));
    }

    private static String swapCase(String line) {
        int colon = line.indexOf(':');
        return line.startsWith("GET ")
                ? line
                : line.substring(0, colon).toUpperCase(Locale.ROOT) + line.substring(colon);
    }

    private static Good good(String name, UnaryOperator<List<String>> edit) {
        return new Good(name, Heads.text(edit.apply(Heads.REQUEST)));
    }
}
