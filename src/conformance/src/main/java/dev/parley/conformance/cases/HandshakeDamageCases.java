package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.at;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.verdict.Level.MUST;
import static dev.parley.conformance.verdict.Level.QUALITY;
import static dev.parley.conformance.verdict.Level.SHOULD;

import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.verdict.Judgement;
import dev.parley.conformance.verdict.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The five headers that a request needs, each of them damaged, doubled, folded or out of place in every way. */
final class HandshakeDamageCases {
    private static final String[] NAMES = {"Host", "Upgrade", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version"
    };

    /** Within a value, where none of them may be dropped; CR and NUL may become a space, which does as much harm. */
    private static final String[] INNER = {
        "\u0000",
        "\u0001",
        "\b",
        "\t",
        "\u000b",
        "\f",
        "\r",
        "\u001f",
        " ",
        "\"",
        "\\",
        "\u007f",
        "\u0080",
        "\u00a0",
        "\u00ad",
        "\u00ff",
        "\u00e2\u0080\u008b",
        "\n"
    };

    private static final String LONG_S = "\u00c5\u00bf"; // in UTF-8; its capital is S
    private static final String KELVIN = "\u00e2\u0084\u00aa"; // in UTF-8; its small letter is k
    private static final String OTHER_KEY = "AQIDBAUGBwgJCgsMDQ4PEA==";
    private static final String WHY = "Without the header, as it has to be, the request is no opening handshake.";

    private HandshakeDamageCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                refused(MUST, "handshake.header.every-missing", "4.2.1", "Headers that only the last had", missing()),
                refused(MUST, "handshake.header.every-damaged", "4.2.1", "Names with something wrong", names()),
                refused(MUST, "handshake.header.every-inner", "4.2.1", "Values with a byte too many", inner()),
                refused(MUST, "handshake.header.every-fold", "RFC 9112 5.2", "Values that a fold cuts", folds()),
                refused(MUST, "handshake.header.early-line", "RFC 9112 2.2", "Headers behind white space", early()),
                refused(MUST, "handshake.host.every-twice", "RFC 9112 3.2", "Two hosts", twice("Host", hosts())),
                refused(SHOULD, "handshake.key.every-twice", "11.3.1", "Two keys", twice("Sec-WebSocket-Key", keys())),
                refused(
                        SHOULD,
                        "handshake.version.every-twice",
                        "11.3.5",
                        "Two versions",
                        twice("Sec-WebSocket-Version", versions())),
                at(
                                QUALITY,
                                "handshake.line.every-odd",
                                "RFC 9112 3",
                                "Odd requests are taken as they are meant, or refused")
                        .why("HTTP lets the reader choose; what it takes it takes in earnest, with the right answer.")
                        .raw(Sweep.of("odd requests", HandshakeDamageCases::odd)),
                at(QUALITY, "handshake.connection.every-long", "RFC 9110 5.6.1", "Long lists are read to their end")
                        .why("The member that counts may be the last of many.")
                        .raw(Sweep.of("long lists", HandshakeDamageCases::longLists)));
    }

    private static ConformanceCase refused(Level level, String id, String section, String what, List<Row> rows) {
        return at(level, id, section, what + " are refused").why(WHY).raw(Sweep.of(what, rows));
    }

    private static Row bad(OpeningRequest request) {
        return Sweep.bad(request.describe(), request, 400, 426, 404, 405);
    }

    private static Row either(OpeningRequest request) {
        return new Row(request.describe(), conversation -> {
            Handshakes.request(request).run(conversation);
            Handshakes.takenOrRefused(request, "", 400, 417, 426, 501, 505).run(conversation);
        });
    }

    private static String value(String name) {
        return name.equals("Host") ? "%h" : upgrade().values(name).get(0);
    }

    /** Each behind a good one on another connection, which had it: nothing of that is left. */
    private static List<Row> missing() {
        OpeningRequest all = upgrade()
                .bare()
                .adding("Sec-WebSocket-Protocol", "echo, chat")
                .offering("permessage-deflate; client_max_window_bits")
                .adding("Origin", "%u://%h");
        List<Row> rows = new ArrayList<>();
        for (String name : NAMES) {
            rows.add(Sweep.opened("a good one before", all));
            rows.add(bad(all.without(name)));
            rows.add(Sweep.opened("a good one before", all));
            rows.add(bad(upgrade().bare().without(name)));
        }
        rows.add(Sweep.opened("a good one before", all));
        rows.add(new Row("a request without offers", conversation -> {
            Handshakes.open(upgrade().bare()).run(conversation); // which judges that nothing is taken
            if (conversation.deflate().agreed()) {
                throw Judgement.fail(
                        "no extension where none was offered",
                        conversation.answer().describe());
            }
        }));
        return rows;
    }

    /** In the place of the good one, so that a fold does not come first. */
    private static OpeningRequest renamed(String name, String line) {
        return upgrade().without(name).line(line + ": " + value(name));
    }

    private static List<Row> names() {
        List<Row> rows = new ArrayList<>();
        for (String name : NAMES) {
            int half = name.length() / 2;
            Set<String> damaged = new LinkedHashSet<>(List.of(
                    name + " ",
                    name + "\t",
                    " " + name,
                    name + "\u0000",
                    "\u0000" + name,
                    name + "\u007f",
                    name + "\u00a0",
                    name + "s",
                    "X-" + name,
                    name.substring(1),
                    name.substring(0, name.length() - 1),
                    name.substring(0, half) + " " + name.substring(half),
                    name.substring(0, half) + "\u0000" + name.substring(half),
                    name.substring(0, half) + "\r" + name.substring(half),
                    "\"" + name + "\"",
                    "HTTP_" + name));
            damaged.add(name.replace('-', '_'));
            damaged.add(name.replace("-", ""));
            damaged.add(name.replace('-', ' '));
            damaged.add(name.replace("s", LONG_S));
            damaged.add(name.replace("k", KELVIN).replace("K", KELVIN));
            damaged.remove(name);
            damaged.forEach(one -> rows.add(bad(renamed(name, one))));
        }
        return rows;
    }

    private static List<Row> inner() {
        List<Row> rows = new ArrayList<>();
        for (String name : NAMES) {
            String value = name.equals("Host") ? "localhost" : value(name);
            int at = Math.min(3, value.length() / 2);
            for (String one : INNER) {
                boolean good =
                        name.equals("Host") && one.charAt(0) >= 0x80; // what a name of a host may have is its affair
                if (!good) {
                    rows.add(bad(upgrade().with(name, value.substring(0, at) + one + value.substring(at))));
                }
            }
        }
        rows.add(bad(upgrade().with("Upgrade", "web" + LONG_S + "ocket")));
        rows.add(bad(upgrade().with("Upgrade", "websoc" + KELVIN + "et")));
        rows.add(bad(upgrade().with("Upgrade", ",")));
        rows.add(bad(upgrade().with("Connection", ",")));
        return rows;
    }

    private static List<Row> folds() {
        List<Row> rows = new ArrayList<>();
        for (String name : NAMES) {
            String value = name.equals("Host") ? "localhost" : value(name);
            int at = Math.min(3, value.length() / 2);
            for (String space : List.of(" ", "\t", "  ")) {
                String fold = "\r\n" + space;
                rows.add(bad(upgrade().with(name, value.substring(0, at) + fold + value.substring(at))));
                rows.add(either(upgrade().with(name, fold + value)));
                rows.add(either(upgrade().with(name, value + fold)));
            }
        }
        return rows;
    }

    /** A reader drops such lines, or refuses the request: the header is not there in either case. */
    private static List<Row> early() {
        List<Row> rows = new ArrayList<>();
        for (String name : NAMES) {
            for (String space : List.of(" ", "\t")) {
                String line = "GET %s HTTP/1.1\r\n" + space + name + ": " + value(name);
                rows.add(bad(upgrade().without(name).startLine(line)));
            }
        }
        for (String more :
                List.of("Sec-WebSocket-Protocol: chat, echo", "Sec-WebSocket-Extensions: permessage-deflate")) {
            rows.add(either(upgrade().bare().startLine("GET %s HTTP/1.1\r\n " + more)));
        }
        return rows;
    }

    private static List<String> hosts() {
        return List.of("%h", "parley.example", "", "localhost");
    }

    private static List<String> keys() {
        return List.of(value("Sec-WebSocket-Key"), OTHER_KEY, "", "short");
    }

    private static List<String> versions() {
        return List.of("13", "8", "", "14");
    }

    /** The first is the good one: before each of them, and behind. */
    private static List<Row> twice(String name, List<String> values) {
        List<Row> rows = new ArrayList<>();
        String good = values.get(0);
        for (String other : values) {
            rows.add(bad(upgrade().without(name).adding(name, good).adding(name, other)));
            rows.add(bad(upgrade().without(name).adding(name, other).adding(name, good)));
            rows.add(bad(upgrade().with(name, other).adding(name.toUpperCase(Locale.ROOT), good)));
            if (!other.isEmpty() && !name.equals("Host")) { // whose name may have a comma in it (RFC 3986 3.2.2)
                rows.add(bad(upgrade().with(name, good + ", " + other)));
                rows.add(bad(upgrade().with(name, other + "," + good)));
            }
        }
        return rows;
    }

    private static List<Row> odd() {
        List<Row> rows = new ArrayList<>();
        for (String line : List.of(
                "GET  %s HTTP/1.1",
                "GET %s  HTTP/1.1",
                " GET %s HTTP/1.1",
                "GET %s HTTP/1.1 ",
                "GET\t%s\tHTTP/1.1",
                "\r\n\r\nGET %s HTTP/1.1",
                "\nGET %s HTTP/1.1",
                "GET %s HTTP/1.1\r",
                "GET HTTP://%h%s HTTP/1.1",
                "GET %u://parley.example%s HTTP/1.1",
                "GET /.%s HTTP/1.1",
                "GET /%s HTTP/1.1",
                "GET %s? HTTP/1.9",
                "GET %s?" + "q".repeat(8000) + " HTTP/1.1")) {
            rows.add(either(upgrade().startLine(line)));
        }
        for (String line : List.of(
                "Content-Length: 00",
                "Content-Length: 0, 0",
                "Content-Length: 0\r\nContent-Length: 0",
                "Expect: 100-continue",
                "Expect: something",
                "TE: trailers, deflate;q=0.5",
                "Trailer: X",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
                "Sec-WebSocket-Extensions:",
                "Sec-WebSocket-Extensions: ,",
                "X-Cr: a\r")) {
            rows.add(either(upgrade().line(line)));
        }
        String key = value("Sec-WebSocket-Key");
        for (char last : "ABCDEFPRgvw/".toCharArray()) { // the two bits that base64 has left over may be anything
            rows.add(either(upgrade().with("Sec-WebSocket-Key", key.substring(0, 21) + last + "==")));
        }
        return rows;
    }

    private static List<Row> longLists() {
        String options = IntStream.range(0, 100).mapToObj(i -> "x-" + i).collect(Collectors.joining(", "));
        List<Row> rows = new ArrayList<>();
        for (String before :
                List.of(options, "x".repeat(255), "x".repeat(1000), ",".repeat(50), "a,".repeat(120) + "b")) {
            rows.add(Sweep.good(
                    "Connection behind " + before.length(), upgrade().with("Connection", before + ", Upgrade")));
            rows.add(Sweep.good(
                    "Connection before " + before.length(), upgrade().with("Connection", "Upgrade, " + before)));
        }
        OpeningRequest lines = upgrade().without("Connection");
        for (int i = 0; i < 20; i++) {
            lines = lines.adding("Connection", "x-" + i);
        }
        rows.add(Sweep.good("the last of many lines", lines.adding("Connection", "Upgrade")));
        rows.add(Sweep.good("two lines of the same", upgrade().adding("Connection", "Upgrade")));
        rows.add(Sweep.good("a long offer", upgrade().offering("x-nobody; a=\"" + "b".repeat(1000) + "\"")));
        return rows;
    }
}
