package dev.parley.conformance.cases;

import static dev.parley.conformance.cases.Covering.aspect;
import static dev.parley.conformance.model.CaseBuilder.at;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.verdict.Level.MUST;
import static dev.parley.conformance.verdict.Level.QUALITY;

import dev.parley.conformance.cases.Covering.Aspect;
import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.verdict.Judgement;
import dev.parley.conformance.verdict.Level;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Good requests, every one of a class: names, values, white space, order and sizes that HTTP leaves to the client. */
final class HandshakeSweepCases {
    private static final String WHY = "The request keeps every rule, in one of its legal forms.";
    private static final String[] NAMES = {"Host", "Upgrade", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version"
    };

    private static final String[] ALIKE = {
        "Host",
        "Upgrade",
        "Connection",
        "Sec-WebSocket-Key",
        "Sec-WebSocket-Version",
        "Sec-WebSocket-Protocol",
        "Sec-WebSocket-Extensions",
        "Content-Length",
        "Transfer-Encoding",
        "Origin"
    };

    private static final String[] SPACES = {"", "  ", "\t", " \t ", "        "};
    private static final int[] SIZES = {
        255, 256, 257, 511, 512, 513, 1023, 1024, 1025, 2047, 2048, 2049, 4095, 4096, 4097
    };

    /** What browsers, proxies and libraries send along; none of it means anything to the opening handshake. */
    private static final String[] IGNORED = {
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
        "Accept: */*",
        "Accept-Encoding: gzip, deflate, br, zstd",
        "Accept-Language: de,en-US;q=0.7,en;q=0.3",
        "Cache-Control: no-cache",
        "Pragma: no-cache",
        "Sec-Fetch-Dest: websocket",
        "Sec-Fetch-Mode: websocket",
        "Sec-Fetch-Site: same-origin",
        "Sec-GPC: 1",
        "DNT: 1",
        "Referer: http://parley.example/page",
        "X-Forwarded-For: 192.0.2.1",
        "X-Forwarded-Proto: http",
        "X-Real-IP: 192.0.2.1",
        "Forwarded: for=192.0.2.1;proto=http",
        "Via: 1.1 proxy",
        "TE: trailers",
        "Keep-Alive: timeout=5",
        "Upgrade-Insecure-Requests: 1",
        "If-None-Match: \"x\"",
        "If-Modified-Since: Sat, 21 Nov 2026 00:00:00 GMT",
        "Range: bytes=0-0",
        "Content-Type: text/plain",
        "Max-Forwards: 1",
        "From: me@parley.example",
        "Date: Sat, 21 Nov 2026 00:00:00 GMT",
        "Authorization: Bearer abc.def-ghi_jkl",
        "Cookie: a=1; b=\"two\"; c=",
        "X-Colons: a:b::c: d",
        "X-Quotes: \"a, b\"; c='d\\",
        "X_under.score!#$%&'*+^`|~9: 1",
        "X: 1",
        "x: Upgrade: h2c",
        "X-Note: Sec-WebSocket-Key: AAAA",
        "X-List: a, b,, ;c=d",
        "X-Percent: %0d%0aHost: other",
        "X-Empty:",
        "X-Spaces:   ",
        "9: 9"
    };

    private static final int DIGEST = 20; // bytes of SHA-1

    private HandshakeSweepCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                sweep(MUST, "handshake.accept.every", "4.2.2", "Keys of every kind", HandshakeSweepCases::keys),
                sweep(
                        MUST,
                        "handshake.header.every-order",
                        "4.1",
                        "Headers in every order",
                        HandshakeSweepCases::orders),
                sweep(
                        MUST,
                        "handshake.case.every-name",
                        "RFC 9110 5.1",
                        "Names in letters of any case",
                        HandshakeSweepCases::letters),
                sweep(
                        MUST,
                        "handshake.case.every-value",
                        "4.2.1",
                        "Values in letters of any case",
                        HandshakeSweepCases::values),
                sweep(
                        MUST,
                        "handshake.space.every",
                        "RFC 9110 5.5",
                        "White space of every kind around values",
                        HandshakeSweepCases::spaces),
                sweep(
                        MUST,
                        "handshake.connection.every-list",
                        "RFC 9110 5.6.1",
                        "Lists of options",
                        HandshakeSweepCases::options),
                sweep(
                        QUALITY,
                        "handshake.header.every-ignored",
                        "4.1",
                        "Headers that mean nothing here",
                        HandshakeSweepCases::ignored),
                sweep(
                        MUST,
                        "handshake.header.every-alike",
                        "4.2.1",
                        "Names that contain those of others",
                        HandshakeSweepCases::alike),
                sweep(
                        QUALITY,
                        "handshake.header.every-size",
                        "10.4",
                        "Heads of every size",
                        HandshakeSweepCases::sizes),
                sweep(
                        QUALITY,
                        "handshake.target.every-query",
                        "3",
                        "Queries of every kind",
                        HandshakeSweepCases::queries),
                sweep(
                        MUST,
                        "negotiation.ignored.every",
                        "9.1",
                        "Unknown extensions of every form",
                        HandshakeSweepCases::extensions),
                sweep(
                        MUST,
                        "subprotocol.every-token",
                        "4.1",
                        "Subprotocols of every character",
                        HandshakeSweepCases::tokens));
    }

    private static ConformanceCase sweep(
            Level level, String id, String section, String what, Supplier<List<Row>> rows) {
        return at(level, id, section, what + " are accepted").why(WHY).raw(Sweep.of(what, rows));
    }

    private static List<Row> keys() {
        List<Row> rows = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(13);
        for (int i = 0; i < 32; i++) {
            byte[] nonce = new byte[16];
            do {
                random.nextBytes(nonce);
                nonce[0] = (byte) (i << 3 | 1); // so that each character of base64 comes first or second
                nonce[1] = (byte) (i << 4);
                nonce[i < DIGEST ? 15 : i - DIGEST + 2] = (byte) (i < DIGEST ? i : 0);
            } while (i < DIGEST && hashed(nonce)[i] != 0); // a zero at each place of it, and in the key itself
            String key = Base64.getEncoder().encodeToString(nonce);
            rows.add(Sweep.opened("key " + key, upgrade().with("Sec-WebSocket-Key", key)));
        }
        return rows;
    }

    private static byte[] hashed(byte[] nonce) {
        return Base64.getDecoder()
                .decode(Handshakes.acceptOf(Base64.getEncoder().encodeToString(nonce)));
    }

    /** Each header at every place, and behind every other at every place. */
    private static List<Row> orders() {
        Covering<Row> rows = new Covering<>();
        order(new ArrayList<>(), rows);
        return rows.members();
    }

    private static void order(List<String> taken, Covering<Row> rows) {
        if (taken.size() == NAMES.length) {
            OpeningRequest request = upgrade();
            for (String name : taken) {
                String value = name.equals("Host") ? "%h" : request.values(name).get(0);
                request = request.without(name).adding(name, value);
            }
            rows.add(Sweep.opened(String.join(", ", taken), request), pairs(taken));
        }
        for (String name : NAMES) {
            if (!taken.contains(name)) {
                List<String> more = new ArrayList<>(taken);
                more.add(name);
                order(more, rows);
            }
        }
    }

    private static Aspect[] pairs(List<String> names) {
        return IntStream.range(1, names.size())
                .mapToObj(i -> aspect(i, names.get(i - 1), names.get(i)))
                .toArray(Aspect[]::new);
    }

    private static List<Row> letters() {
        List<Row> rows = new ArrayList<>();
        for (String name : NAMES) {
            for (String other : List.of(
                    name.toLowerCase(Locale.ROOT),
                    name.toUpperCase(Locale.ROOT),
                    name.substring(0, 1).toLowerCase(Locale.ROOT)
                            + name.substring(1).toUpperCase(Locale.ROOT))) {
                rows.add(Sweep.good(other, renamed(name, other, " ", "")));
            }
        }
        return rows;
    }

    private static OpeningRequest renamed(String name, String other, String before, String behind) {
        String value = name.equals("Host") ? "%h" : upgrade().values(name).get(0);
        return upgrade().without(name).line(other + ":" + before + value + behind);
    }

    private static List<Row> values() {
        List<Row> rows = new ArrayList<>();
        for (String value : List.of("WebSocket", "Websocket", "webSocket", "WEBSOCKET", "wEBsOCKET", "websockeT")) {
            rows.add(Sweep.good("Upgrade: " + value, upgrade().with("Upgrade", value)));
        }
        for (String value :
                List.of("upgrade", "UPGRADE", "uPGRADE", "UpGrAdE", "keep-alive, UPGRADE", "KEEP-ALIVE, upgrade")) {
            rows.add(Sweep.good("Connection: " + value, upgrade().with("Connection", value)));
        }
        return rows;
    }

    private static List<Row> spaces() {
        Covering<Row> rows = new Covering<>();
        for (String name : NAMES) {
            for (String before : SPACES) {
                for (String behind : SPACES) {
                    rows.add(
                            Sweep.opened(name, renamed(name, name, before, behind)),
                            aspect("before", name, before),
                            aspect("behind", name, behind),
                            aspect("both", before, behind));
                }
            }
        }
        return rows.members();
    }

    private static List<Row> options() {
        return Stream.of(
                        "Upgrade, keep-alive",
                        "keep-alive,\tUpgrade",
                        "keep-alive \t, \tUpgrade\t",
                        "Upgrade,",
                        ",Upgrade",
                        ",,,Upgrade,,,",
                        "a,b,c,d,e,f,g,h,Upgrade",
                        "Upgrade, Upgrade",
                        "Upgrade, HTTP2-Settings",
                        "X-Upgrade, Upgrade",
                        "Upgrade-Insecure-Requests, Upgrade")
                .map(value -> Sweep.good("Connection: " + value, upgrade().with("Connection", value)))
                .toList();
    }

    private static List<Row> ignored() {
        List<Row> rows = new ArrayList<>();
        OpeningRequest all = upgrade();
        for (String line : IGNORED) {
            all = all.line(line);
            rows.add(Sweep.good(line, upgrade().line(line)));
        }
        rows.add(Sweep.good("all of them", all));
        return rows;
    }

    private static List<Row> alike() {
        Covering<Row> rows = new Covering<>();
        for (String name : ALIKE) {
            List<String> others =
                    List.of("X-" + name, "X" + name, name + "-X", name + "X", name.replace('-', '_') + "_", "-" + name);
            for (String other : others) {
                String value = name.equals("Content-Length") ? "5" : "surprise";
                int form = others.indexOf(other);
                rows.add(
                        Sweep.good(other, upgrade().line(other + ": " + value)),
                        aspect("name", other),
                        aspect("last", form));
                rows.add(
                        Sweep.opened(
                                other + " first", upgrade().startLine("GET %s HTTP/1.1\r\n" + other + ": " + value)),
                        aspect("name", other),
                        aspect("first", form),
                        aspect("first of its kind", name));
            }
        }
        return rows.members();
    }

    private static List<Row> sizes() {
        List<Row> rows = new ArrayList<>();
        for (int size : SIZES) {
            rows.add(Sweep.good("a header of " + size + " bytes", upgrade().line("X-L: " + "p".repeat(size - 7))));
            rows.add(Sweep.good(
                    "a query of " + size + " bytes", upgrade().startLine("GET %s?" + "q".repeat(size) + " HTTP/1.1")));
        }
        for (int count : new int[] {1, 2, 3, 7, 10, 15, 16, 20, 26, 31, 32, 33, 50}) {
            OpeningRequest many = IntStream.range(0, count)
                    .boxed()
                    .reduce(upgrade(), (request, i) -> request.adding("X-Many-" + i, "v"), (a, b) -> b);
            rows.add(Sweep.good(count + " more headers", many));
        }
        rows.add(Sweep.good("a name of 200 bytes", upgrade().line("X-" + "n".repeat(198) + ": 1")));
        return rows;
    }

    private static List<Row> queries() {
        return Stream.of(
                        "",
                        "a",
                        "a=b",
                        "a=b&c=d",
                        "?",
                        "a?b=/c",
                        "//",
                        "/",
                        "%00",
                        "%C3%A4",
                        "a;b",
                        "!$&'()*+,;=:@-._~",
                        "=",
                        "&")
                .map(query -> Sweep.good("?" + query, upgrade().startLine("GET %s?" + query + " HTTP/1.1")))
                .toList();
    }

    private static List<Row> extensions() {
        return Stream.of(
                        "x",
                        "x; a",
                        "x;a",
                        "x ; a=b",
                        "x; a=b; c; d=\"e\"",
                        "x; a=\"b\"",
                        "x; a=\"\\b\"",
                        "x, y",
                        "x,y,z;a",
                        "x\t,\ty",
                        "x; a=1; a=2",
                        "x, x, x",
                        "!#$%&'*+-.^_`|~9",
                        "X-WEBKIT-DEFLATE-FRAME",
                        "permessage-bzip2; client_max_window_bits",
                        "constructor, __proto__, toString, hasOwnProperty",
                        "x; constructor; __proto__=1; toString; valueOf=2",
                        "x-" + "y".repeat(200))
                .map(value -> new Row(value, conversation -> {
                    Sweep.good(value, upgrade().offering(value)).action().run(conversation);
                    List<String> taken = conversation.answer().values("Sec-WebSocket-Extensions");
                    if (value.startsWith("x") && !taken.isEmpty()) {
                        throw Judgement.fail("no extension that nobody knows", taken.toString());
                    }
                }))
                .toList();
    }

    private static List<Row> tokens() {
        return "!#$%&'*+-.^_`|~0123456789AZaz"
                .chars()
                .mapToObj(Character::toString)
                .map(c -> Sweep.opened(c, upgrade().bare().adding("Sec-WebSocket-Protocol", c + ", x" + c + "y")))
                .toList();
    }
}
