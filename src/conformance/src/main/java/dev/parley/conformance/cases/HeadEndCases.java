package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.at;
import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.Handshakes.refused;
import static dev.parley.conformance.script.Handshakes.request;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.verdict.Level.QUALITY;
import static dev.parley.conformance.verdict.Level.SHOULD;

import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Answer;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.HttpDate;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Judgement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Heads that are read to their end, every line of them, and answers that say when they were given. */
final class HeadEndCases {
    private static final String PROTOCOL = "Sec-WebSocket-Protocol";
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
    private static final String DEFLATE = "permessage-deflate";
    private static final int SURE = 20_000; // bytes that a server takes in one read

    private HeadEndCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                must("handshake.header.every-behind", "RFC 9110 5.4", "What is wrong at the end of a long head is seen")
                        .why("A server that does not read all headers refuses; it does not go on without some.")
                        .raw(Sweep.of("second hosts at the end of heads", HeadEndCases::hidden)),
                must("handshake.arrival.early", "4.2.1", "No answer accepts a request before its end")
                        .why("What is wrong with it may stand in its last line.")
                        .raw(Step.of(Step.Kind.END, "refusal, when the last line has come", HeadEndCases::early)),
                must("handshake.header.every-optional", "RFC 9110 5.1", "Names that are damaged name nothing")
                        .why("The request is refused, or taken without what the line seems to offer.")
                        .raw(Sweep.of("names with a byte too many", HeadEndCases::damaged)),
                must("negotiation.every-broken", "9.1", "Offers that break the grammar are not agreed to")
                        .why("The handshake fails, or goes on without the extension.")
                        .raw(Sweep.of("offers that break the grammar", HeadEndCases::broken)),
                must("handshake.header.every-conditional", "RFC 9110 13.2.1", "Preconditions are ignored")
                        .why("They count where the answer would be 2xx or 412, not 101.")
                        .raw(Sweep.of("preconditions", HeadEndCases::conditions)),
                at(QUALITY, "handshake.header.every-foreign", "4.2.1", "Other headers, whatever they say, are ignored")
                        .why("They mean something to other requests, or nothing to anybody.")
                        .raw(Sweep.of("headers of other requests", HeadEndCases::foreign)),
                must("handshake.answer.every-dated", "RFC 9110 6.6.1", "Refusals have a date that exists")
                        .why("A server with a clock says when it answers; the day of the week is that of the date.")
                        .raw(Sweep.of("dates of answers", () -> dates(HeadEndCases::requireDate))),
                quality("handshake.answer.every-date", "RFC 9110 5.6.7", "The date of an answer is that of now, in GMT")
                        .why("A clock may be wrong; by some minutes, not by the hours of a zone.")
                        .raw(Sweep.of("dates of answers", () -> dates(HeadEndCases::requireNow))),
                at(SHOULD, "handshake.answer.every-long", "RFC 9110 5.4", "Heads that are too long have an answer")
                        .why("431, 414 or 400 says what is wrong; the end of TCP says nothing.")
                        .raw(Sweep.of("long heads", HeadEndCases::longHeads)));
    }

    private static OpeningRequest many(OpeningRequest base, int count) {
        return base.lines(
                count + " headers more",
                IntStream.range(0, count).mapToObj(i -> "X-" + i + ": y").toList());
    }

    private static List<Row> hidden() {
        List<Row> rows = new ArrayList<>();
        for (int count : new int[] {28, 50, 64, 95, 96, 100, 101, 127, 128, 200, 256, 500, 1000}) {
            OpeningRequest many = many(upgrade(), count);
            rows.add(Sweep.bad(count + " headers before", many.adding("Host", "other"), 400, 431));
        }
        for (int length : new int[] {256, 1024, 4096, 8000, 12_000}) {
            rows.add(Sweep.bad(
                    "behind a header of " + length,
                    upgrade().line("X: " + "y".repeat(length)).adding("Host", "other"),
                    400,
                    431));
        }
        for (String line : List.of(
                ":", ": ", " ", "\t", "\u0000", "\r", "\u00a0", "\u001a", "\u0004", "x", "0", "--", ":\r", " :")) {
            rows.add(Sweep.bad(
                    "behind the line " + line.replaceAll("[^!-~]", "?"),
                    upgrade().line(line).adding("Host", "other"),
                    400));
        }
        return rows;
    }

    private static void early(Conversation conversation) throws Judgement {
        String head = Replies.text(upgrade(), conversation);
        conversation.connect();
        send(head.substring(0, head.length() - 2), conversation);
        BoundCases.proveAlive(conversation);
        byte[] early = conversation.readBytes(0);
        if (early.length > 0) {
            throw Judgement.fail("no answer before the end of the request", early.length + " bytes");
        }
        send("Host: other\r\n\r\n", conversation);
        conversation.readAnswer();
        refused(400).run(conversation);
    }

    private static void send(String text, Conversation conversation) throws Judgement {
        conversation.send(Output.bytes("part of a request", text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static List<Row> damaged() {
        List<Row> rows = new ArrayList<>();
        for (String one : List.of(
                "\u0000",
                "\u0001",
                "\b",
                "\u000b",
                "\f",
                "\u001f",
                "\u007f",
                "\u0080",
                "\u00a0",
                "\u00ff",
                "\u00ef\u00bb\u00bf",
                "\"",
                "'")) {
            for (int at : new int[] {0, 13, PROTOCOL.length()}) {
                rows.add(nothing(
                        "byte " + (int) one.charAt(0) + " at " + at,
                        upgrade()
                                .bare()
                                .line(PROTOCOL.substring(0, at) + one + PROTOCOL.substring(at) + ": chat, echo")));
            }
            rows.add(nothing("byte " + (int) one.charAt(0), upgrade().bare().line(one + EXTENSIONS + ": " + DEFLATE)));
        }
        return rows;
    }

    /** Refused, or taken without subprotocol and extension. */
    private static Row nothing(String name, OpeningRequest request) {
        return new Row(name, conversation -> {
            request(request).run(conversation);
            Answer answer = conversation.answer();
            if (!answer.isSwitching()) {
                refused(400).run(conversation);
            } else if (!answer.values(PROTOCOL).isEmpty()
                    || !answer.values(EXTENSIONS).isEmpty()) {
                throw Judgement.fail(
                        "refusal, or 101 without what was not offered",
                        "" + answer.values(PROTOCOL) + answer.values(EXTENSIONS));
            }
        });
    }

    private static List<Row> broken() {
        List<Row> rows = new ArrayList<>();
        String window = "; server_max_window_bits";
        for (String tail : List.of(
                ";",
                "; ",
                " ; ;",
                ";; server_no_context_takeover",
                "; ; server_no_context_takeover",
                "; =",
                "; =10",
                window + "=",
                window + "=\"\"",
                window + "=\"10",
                window + "=10\"",
                window + "=\"1\"0",
                window + "=\"10\"x",
                window + "=\"10\"\"\"",
                window + "='10'",
                window + "==10",
                window + "=10=",
                window + "=10 11",
                window + "=1 0",
                window + "=\"1 0\"",
                window + "=\"10\\",
                window + "=10/",
                window + "=<10>",
                window + "=(10)",
                window + ":10",
                window + " 10",
                window + "\u0000=10",
                window + "=10\u0000",
                " server_no_context_takeover",
                "=server_no_context_takeover",
                "=1",
                "/1",
                "\u0000",
                "; \"server_no_context_takeover\"",
                "; server_no_context_takeover\\",
                "; server_no_context_takeover/1")) {
            rows.add(nothing(tail, upgrade().bare().offering(DEFLATE + tail)));
        }
        rows.add(nothing("quotes", upgrade().bare().offering("\"" + DEFLATE + "\"")));
        rows.add(nothing("brackets", upgrade().bare().offering("<" + DEFLATE + ">")));
        for (String spaced : List.of(" = 10", " =10", "= 10", "\t=\t10")) { // 9.1 by RFC 2616 2.1; no more by RFC 9110
            rows.add(new Row("white space around =", conversation -> {
                request(upgrade().bare().offering(DEFLATE + window + spaced)).run(conversation);
                List<String> values = conversation.answer().values(EXTENSIONS);
                if (!conversation.answer().isSwitching()) {
                    refused(400).run(conversation);
                } else if (!values.isEmpty() && !values.get(0).contains("server_max_window_bits")) {
                    throw Judgement.fail("server_max_window_bits in the answer, or no extension", values.toString());
                }
            }));
        }
        return rows;
    }

    private static List<Row> conditions() {
        return Stream.of(
                        "If-Match: \"x\"",
                        "If-Match: *",
                        "If-None-Match: *",
                        "If-None-Match: \"x\", W/\"y\"",
                        "If-Modified-Since: " + now(),
                        "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT",
                        "If-Modified-Since: no date",
                        "If-Range: \"x\"",
                        "Range: bytes=5-1")
                .map(line -> Sweep.opened(line, upgrade().line(line)))
                .toList();
    }

    private static String now() {
        return "Sat, 21 Nov 2099 00:00:00 GMT";
    }

    private static List<Row> foreign() {
        List<Row> rows = new ArrayList<>();
        for (String line : List.of(
                "Accept: text/html",
                "Accept: application/json;q=0",
                "Accept-Encoding: identity;q=0, *;q=0",
                "Accept-Charset: x",
                "Accept-Language: *;q=0",
                "Content-Type: multipart/form-data",
                "Content-Type: nonsense",
                "Content-Encoding: gzip",
                "Content-Language: x",
                "Cache-Control: only-if-cached",
                "Max-Forwards: 0",
                "Access-Control-Request-Method: PUT",
                "X-HTTP-Method-Override: DELETE",
                "X-Original-URL: /parley-nowhere",
                "X-Rewrite-URL: /parley-nowhere",
                "X-Forwarded-Host: parley-nowhere.example",
                "X-Forwarded-Proto: gopher",
                "X-Forwarded-For: nobody",
                "Sec-WebSocket-Accept: x",
                "HTTP2-Settings: AAMAAABkAAQAAP__",
                "Proxy-Connection: close",
                "Prefer: return=minimal",
                "Depth: infinity",
                "Authorization: Basic %%%",
                "Authorization:",
                "User-Agent:",
                "Referer: %zz",
                "Date: yesterday",
                "Cookie: a=%%E0%%A4%%A".replace("%%", "%"),
                "Cookie: a=%zz",
                "Cookie:",
                "Cookie: =",
                "Cookie: a",
                "Cookie: ;",
                "Cookie: a=b; a=c; a",
                "Cookie: a=\"b",
                "Cookie: $Version=1; $Path=/; a=b",
                "Cookie: a=b, c=d",
                "Cookie: a={\"b\":[1,2]}",
                "Cookie: __proto__=1; constructor=2",
                "Cookie: a=" + "b".repeat(3000))) {
            rows.add(Sweep.opened(line, upgrade().line(line)));
        }
        return rows;
    }

    private interface Check {
        void of(Answer answer) throws Judgement;
    }

    private static List<Row> dates(Check check) {
        return Stream.of(
                        upgrade(),
                        upgrade().without("Sec-WebSocket-Key"),
                        upgrade().with("Sec-WebSocket-Version", "8"),
                        upgrade().without("Upgrade").without("Connection"),
                        upgrade().adding("Origin", "http://parley-conformance.example"),
                        upgrade().startLine("GET /parley-nowhere HTTP/1.1"),
                        upgrade().startLine("POST %s HTTP/1.1"))
                .map(one -> new Row(one.describe(), conversation -> {
                    request(one).run(conversation);
                    check.of(conversation.answer());
                }))
                .toList();
    }

    private static void requireDate(Answer answer) throws Judgement {
        boolean asked = answer.status() >= 200 && answer.status() < 500;
        if (asked && answer.values("Date").isEmpty()) {
            throw Judgement.fail("a Date", answer.describe());
        }
        for (String value : answer.values("Date")) {
            HttpDate.requireReal(value);
        }
    }

    private static void requireNow(Answer answer) throws Judgement {
        for (String value : answer.values("Date")) {
            HttpDate.requireNow(value);
        }
    }

    private static List<Row> longHeads() {
        List<Row> rows = new ArrayList<>();
        for (int length : new int[] {9_000, 17_000, 33_000, 66_000}) {
            rows.add(told(length, "a target", upgrade().startLine("GET %s?" + "q".repeat(length) + " HTTP/1.1")));
            rows.add(told(length, "a header", upgrade().line("X: " + "y".repeat(length))));
            rows.add(told(length, "a name", upgrade().line("X".repeat(length) + ": y")));
            OpeningRequest lines = upgrade();
            for (int sum = 0; sum < length; sum += 500) {
                lines = lines.line("X-" + sum + ": " + "y".repeat(490));
            }
            rows.add(told(length, "headers", lines));
            rows.add(told(length / 20, "so many headers", many(upgrade(), length / 20)));
        }
        return rows;
    }

    private static Row told(int size, String what, OpeningRequest request) {
        return new Row(what + ", " + size, conversation -> {
            request(request).run(conversation);
            Answer answer = conversation.answer();
            long bytes = request.toOutput(conversation.target())
                    .parts()
                    .get(0)
                    .bytes()
                    .length();
            if (answer.status() == 0 && bytes > SURE) {
                conversation.allow("no answer to a head of " + bytes + " bytes"); // RST may have overtaken it
            } else if (answer.isSwitching()) {
                Handshakes.accepted(request).run(conversation);
            } else {
                refused(400, 413, 414, 431).run(conversation);
            }
        });
    }
}
