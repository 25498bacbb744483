package dev.parley.conformance.cases;

import static dev.parley.conformance.cases.Sweep.good;
import static dev.parley.conformance.model.CaseBuilder.at;
import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.model.CaseBuilder.should;
import static dev.parley.conformance.script.Handshakes.request;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.verdict.Level.MUST;
import static dev.parley.conformance.verdict.Level.SHOULD;

import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Answer;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Judgement;
import dev.parley.conformance.verdict.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a request asks for besides a WebSocket, in words that HTTP has for it: what stands in the answer, and what is taken. */
final class HandshakeAskedCases {
    private static final String VERSION = "Sec-WebSocket-Version";
    private static final String KEY = "Sec-WebSocket-Key";
    private static final String WHY_ODD = "It has no meaning in the grammar of HTTP; who forgives it guesses one.";

    private static final Pattern CHUNKS = Pattern.compile(
            "(?s)([0-9a-fA-F]+(;[^\\r\\n]*)?\\r\\n.*\\r\\n)?0+(;[^\\r\\n]*)?\\r\\n([^\\r\\n]+\\r\\n)*\\r\\n");

    private HandshakeAskedCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                should(
                                "handshake.answer.every-asked",
                                "RFC 9110 8.3",
                                "Refusals are of HTTP/1.1, and say what they carry")
                        .why("Whatever form a request asks for, its answer is one that its reader can take apart.")
                        .raw(Sweep.of("requests that are refused", HandshakeAskedCases::asked)),
                must("handshake.answer.versions", "4.4", "Versions that a refusal names are spoken")
                        .why("A client tries the best of those that it is told.")
                        .raw(Step.of(
                                Step.Kind.END,
                                "101 to each version that the refusal of version 25 names",
                                HandshakeAskedCases::versions)),
                quality(
                                "handshake.answer.no-interim",
                                "RFC 9110 10.1.1",
                                "101 comes first if nothing was asked for before")
                        .why("100 tells a client that waits for it to send a body, and there is neither.")
                        .raw(Sweep.of("good requests", HandshakeAskedCases::first)),
                refused(
                        SHOULD,
                        "handshake.http.every-more",
                        "RFC 9112 3",
                        "First lines with something more",
                        HandshakeAskedCases::lines),
                refused(
                        SHOULD,
                        "handshake.target.every-authority",
                        "RFC 9110 4.2.1",
                        "Targets with no host, or with more than a host",
                        HandshakeAskedCases::authorities),
                refused(
                        MUST,
                        "handshake.header.every-high",
                        "4.2.1",
                        "Values with a bit too many",
                        HandshakeAskedCases::high),
                quality(
                                "handshake.target.every-equal",
                                "RFC 9110 4.2.3",
                                "Targets and hosts in other words are accepted")
                        .why("Schemes and hosts are the same in any letters, and a port need not be said.")
                        .raw(Sweep.of("good requests", HandshakeAskedCases::equal)),
                quality(
                                "handshake.header.every-first",
                                "RFC 9110 5.3",
                                "Headers before those that are needed are ignored")
                        .why("They mean nothing to a handshake, and end where their line does.")
                        .raw(Sweep.of("good requests behind other headers", HandshakeAskedCases::firsts)));
    }

    private static ConformanceCase refused(
            Level level, String id, String section, String what, Supplier<List<Row>> rows) {
        return at(level, id, section, what + " are refused").why(WHY_ODD).raw(Sweep.of(what, rows));
    }

    private static List<Row> asked() {
        String coding = "Accept-Encoding";
        OpeningRequest nowhere = upgrade().startLine("GET /parley-nowhere/%C3%A4%E2%82%AC HTTP/1.1");
        return Stream.of(
                        upgrade().without(KEY).adding(coding, "gzip, deflate, br"),
                        upgrade().with(VERSION, "8").adding(coding, "gzip;q=1.0, *;q=0"),
                        upgrade().without("Upgrade").adding("Accept", "application/json"),
                        upgrade().without("Connection").adding("TE", "trailers").adding(coding, "*"),
                        upgrade().adding("Host", "%h").adding("Accept", "text/html"),
                        upgrade().startLine("POST %s HTTP/1.1").adding("Range", "bytes=0-0"),
                        upgrade().startLine("OPTIONS %s HTTP/1.1").adding("Accept-Charset", "utf-16"),
                        upgrade()
                                .adding("Origin", "http://parley-conformance.example")
                                .adding(coding, "gzip"),
                        upgrade().with(VERSION, "14").startLine("GET %s HTTP/1.9"),
                        nowhere.adding("Accept-Language", "de"),
                        upgrade().startLine("GET /parley-nowhere/\u00c3\u00a4 HTTP/1.1"))
                .map(one -> new Row(one.describe(), conversation -> {
                    request(one).run(conversation);
                    Answer answer = conversation.answer();
                    if (answer.status() >= 400) { // else it is another case's affair
                        requireWhole(conversation, answer);
                    }
                }))
                .toList();
    }

    private static void requireWhole(Conversation conversation, Answer answer) throws Judgement {
        if (!answer.startLine().startsWith("HTTP/1.1 ")) {
            throw Judgement.fail("HTTP/1.1 (RFC 9110 2.5)", answer.startLine());
        }
        conversation.requireBody();
        boolean chunked = answer.lists("Transfer-Encoding", "chunked");
        boolean measured = !answer.values("Content-Length").isEmpty();
        String text = chunked
                ? chunks(conversation)
                : new String(
                        conversation.readBytes(
                                measured
                                        ? Integer.parseInt(
                                                answer.values("Content-Length").get(0))
                                        : Integer.MAX_VALUE),
                        StandardCharsets.ISO_8859_1);
        boolean empty = chunked ? text.startsWith("0") : text.isEmpty();
        if (!empty && answer.values("Content-Type").isEmpty()) {
            throw Judgement.fail("Content-Type beside a body (RFC 9110 8.3)", answer.describe());
        }
        boolean zipped = answer.lists("Content-Encoding", "gzip");
        if (zipped && !chunked && !text.startsWith("\u001f\u008b")) {
            throw Judgement.fail("a body in gzip", text.length() + " bytes of something else");
        }
    }

    /** Up to the last chunk and the trailers, since the connection may go on (RFC 9112 7.1, 9.3). */
    private static String chunks(Conversation conversation) throws Judgement {
        StringBuilder text = new StringBuilder();
        while (!CHUNKS.matcher(text).matches()) {
            byte[] more = conversation.readBytes(1);
            if (more.length == 0) {
                throw Judgement.fail(
                        "chunks, and the last of them (RFC 9112 7.1)", text.length() + " bytes of other form");
            }
            text.append(new String(more, StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }

    private static void versions(Conversation conversation) throws Judgement {
        Answer answer = conversation.open(upgrade().with(VERSION, "25"));
        List<Row> rows = new ArrayList<>();
        for (String line : answer.values(VERSION)) {
            for (String version : line.split(",", -1)) {
                rows.add(Sweep.opened("version " + version, upgrade().with(VERSION, version.strip())));
            }
        }
        Sweep.of("versions", rows).run(conversation);
    }

    private static List<Row> first() {
        return Stream.of(
                        upgrade(),
                        upgrade().adding("Origin", "%u://%h"),
                        upgrade()
                                .bare()
                                .adding("Sec-WebSocket-Protocol", "echo, chat")
                                .adding("TE", "trailers"))
                .map(one -> new Row(one.describe(), conversation -> {
                    conversation.connect();
                    conversation.send(one.toOutput(conversation.target()));
                    String line = new String(conversation.readBytes(12), StandardCharsets.ISO_8859_1);
                    if (!line.startsWith("HTTP/1.1 101")) {
                        throw Judgement.fail("HTTP/1.1 101", line.split("\r\n", 2)[0]);
                    }
                }))
                .toList();
    }

    private static List<Row> lines() {
        return Stream.of(
                        "GET %s HTTP/1.1 x",
                        "GET %s HTTP/1.1 HTTP/1.1",
                        "GET %s HTTP/1.1;x",
                        "GET %s HTTP/1.1,",
                        "GET %s HTTP/1.1\u0000",
                        "GET %s HTTP/1.1\u00a0",
                        "PROXY TCP4 10.0.0.1 10.0.0.2 1 2\r\nGET %s HTTP/1.1",
                        "x\r\nGET %s HTTP/1.1",
                        "X-Early: 1\r\nGET %s HTTP/1.1")
                .map(line -> Sweep.bad(line, upgrade().startLine(line), 400, 501, 505))
                .toList();
    }

    private static List<Row> authorities() {
        return Stream.of(
                        "%u://%s",
                        "%u://:9001%s",
                        "%u://user@%h%s",
                        "%u://user:word@%h%s",
                        "%u://[::1%s",
                        "%u://%h:x%s",
                        "%u:/%h%s",
                        "%u//%h%s")
                .map(target -> Sweep.bad(target, upgrade().startLine("GET " + target + " HTTP/1.1"), 400))
                .toList();
    }

    /** A letter or digit with its highest bit set, as nobody sees who reads seven of them. */
    private static List<Row> high() {
        List<Row> rows = new ArrayList<>();
        for (String name : List.of("Upgrade", "Connection", VERSION)) { // of a key nothing has to be looked at (4.2.2)
            String value = upgrade().values(name).get(0);
            for (int at : new int[] {0, value.length() - 1}) {
                char other = (char) (value.charAt(at) | 0x80);
                String changed = value.substring(0, at) + other + value.substring(at + 1);
                rows.add(Sweep.bad(name + " at " + at, upgrade().with(name, changed), 400, 426));
            }
        }
        rows.add(Sweep.bad(
                "a line end in a value",
                upgrade().without("Upgrade").line("X: y\u008d\u008aUpgrade: websocket"),
                400,
                426));
        return rows;
    }

    private static List<Row> equal() {
        List<Row> rows = new ArrayList<>();
        for (String line : List.of("GET %s?u=http://x.example/y HTTP/1.1", "GET %s?u=//x.example:80/y?z&@ HTTP/1.1")) {
            rows.add(good(line, upgrade().startLine(line)));
        }
        for (String host : List.of("localhost:", "my_host:80", "LocalHost:8080", "1a.example")) {
            rows.add(good("Host: " + host, upgrade().with("Host", host)));
        }
        rows.add(good(
                "h2c beside websocket",
                upgrade()
                        .with("Upgrade", "websocket, h2c")
                        .with("Connection", "Upgrade, HTTP2-Settings")
                        .adding("HTTP2-Settings", "AAMAAABkAAQAAP__")));
        rows.add(new Row("a scheme in capitals", conversation -> {
            String scheme = conversation.target().isSecure() ? "HTTPS" : "Http";
            OpeningRequest request = upgrade().startLine("GET " + scheme + "://%h%s HTTP/1.1");
            good("", request).action().run(conversation);
        }));
        return rows;
    }

    /** All before those that are needed: in lines by their value, in lines of every length, and in names of every length. */
    private static List<Row> firsts() {
        OpeningRequest odd = upgrade();
        for (String value : List.of(
                "5\" disk", "'", "(", "\"\\", "a: b: c", "{", "<!--", "\\", ";", "=", ",", "b\u00e9", "%", "#", "//")) {
            odd = odd.first("X-Odd", value);
        }
        OpeningRequest values = upgrade();
        OpeningRequest names = upgrade();
        for (int border : new int[] {8, 16, 32, 64, 128, 256, 512, 1024}) {
            for (int length = border - 1; length <= border + 1; length++) {
                values = values.first("X-" + length, "v".repeat(length));
                names = border < 512 ? names.first("n".repeat(length), "" + length) : names;
            }
        }
        OpeningRequest spaced = upgrade();
        for (Map.Entry<String, String> one : Map.of("Upgrade", "websocket", "Connection", "Upgrade", VERSION, "13")
                .entrySet()) {
            String spaces = " \t".repeat(50);
            spaced = spaced.without(one.getKey()).line(one.getKey() + ":" + spaces + one.getValue() + spaces);
        }
        OpeningRequest last = upgrade().first("X-Last", "\"");
        return List.of(
                good("odd values", odd),
                good("values of every length", values),
                good("names of every length", names),
                good("a hundred spaces around values", spaced),
                good("a quote", last),
                new Row("an end behind a quote", conversation -> {
                    Handshakes.open(upgrade().adding("X-Last", "a \" b")).run(conversation);
                }));
    }
}
