package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.should;
import static dev.parley.conformance.script.OpeningRequest.upgrade;

import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.script.Steps;
import dev.parley.conformance.verdict.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Origins one character away from one that is taken; and that a refusal is one of HTTP (10.2, 4.2.2). */
final class OriginNearCases {
    private static final String ORIGIN = "Origin";
    private static final String FOREIGN = "http://parley-conformance.example";
    private static final String HOST = "a.parley-9.example:8042";
    private static final int FORBIDDEN = 403;
    private static final int BAD = 400;

    private OriginNearCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                should("origin.every-near", "10.2", "An origin with one thing changed is another origin")
                        .why(
                                "Origins are compared whole, character by character. Unsupported by a server that takes every origin.")
                        .raw(Step.of(
                                Step.Kind.END,
                                "refusal with 403 of each origin that differs in a thing from one that is taken",
                                OriginNearCases::near)),
                must("origin.every-told", "4.2.2", "Who is not wanted is refused before 101, not behind it")
                        .why("What is accepted is served: a refusal is an error of HTTP, such as 403.")
                        .raw(Sweep.of("requests that a server may not want", OriginNearCases::served)));
    }

    private static void near(Conversation conversation) throws Judgement {
        if (isTaken(conversation, "%h", FOREIGN)) {
            throw Judgement.unsupported("the server takes every origin");
        }
        List<Row> rows = new ArrayList<>();
        String own = "%u://%h";
        for (String other : List.of(
                "%u://x@%h",
                "%u://%h:x@parley-conformance.example",
                own + "/",
                own + "/p",
                own + "?",
                own + "?q",
                own + "#",
                own + "#f",
                own + "%00",
                own + "\\",
                own + ".",
                own + ";",
                "\"" + own + "\"",
                "'" + own + "'",
                "<" + own + ">",
                "x" + own,
                "ws" + "://%h",
                "file://%h",
                "//%h",
                "%h",
                FOREIGN + " " + own,
                FOREIGN + "\t" + own,
                FOREIGN + "," + own,
                FOREIGN + ";" + own,
                FOREIGN + "#" + own,
                FOREIGN + "\\@%h",
                "null " + own,
                own + " null")) {
            rows.add(refused("%h", other));
        }
        rows.add(bad(upgrade().adding("Sec-WebSocket-Origin", own).adding(ORIGIN, FOREIGN)));
        rows.add(bad(upgrade().adding(ORIGIN, FOREIGN).adding("Sec-WebSocket-Origin", own)));
        rows.add(bad(upgrade().adding(ORIGIN, FOREIGN).adding("Referer", own + "/")));
        rows.add(bad(upgrade()
                .adding("X-Forwarded-Host", "parley-conformance.example")
                .adding(ORIGIN, FOREIGN)));
        if (isTaken(conversation, HOST, "%u://" + HOST)) { // else it goes by a list of its own
            rows.addAll(changed());
        }
        Sweep.of("origins", rows).run(conversation);
    }

    private static boolean isTaken(Conversation conversation, String host, String origin) throws Judgement {
        return conversation
                .another()
                .open(upgrade().with("Host", host).adding(ORIGIN, origin))
                .isSwitching();
    }

    /** Each character of the host is another one, and is not there. */
    private static List<Row> changed() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < HOST.length(); i++) {
            char other = HOST.charAt(i) == 'x' ? 'y' : 'x';
            boolean port = i > HOST.indexOf(':');
            String before = "%u://" + HOST.substring(0, i);
            rows.add(refused(HOST, before + (port ? '7' : other) + HOST.substring(i + 1)));
            if (i % 2 == 0) {
                rows.add(refused(HOST, before + HOST.substring(i + 1)));
            }
        }
        return rows;
    }

    private static Row refused(String host, String origin) {
        return bad(upgrade().with("Host", host).adding(ORIGIN, origin));
    }

    private static Row bad(OpeningRequest request) {
        return Sweep.bad(request.describe(), request, FORBIDDEN, BAD);
    }

    private static List<Row> served() {
        return Stream.of(
                        upgrade().adding(ORIGIN, FOREIGN),
                        upgrade().adding(ORIGIN, "null"),
                        upgrade().adding(ORIGIN, ""),
                        upgrade().adding(ORIGIN, "%u://www.%h"),
                        upgrade().adding(ORIGIN, "chrome-extension://abcdefghijklmnop"),
                        upgrade().startLine("GET /parley-nowhere HTTP/1.1"),
                        upgrade().startLine("GET %sx HTTP/1.1"),
                        upgrade().bare().adding("Sec-WebSocket-Protocol", "x-nobody"),
                        upgrade().offering("x-nobody"),
                        upgrade().with("Sec-WebSocket-Version", "8"),
                        upgrade().without("Sec-WebSocket-Key"),
                        upgrade().adding("User-Agent", "curl/8.0"),
                        upgrade().adding("Authorization", "Basic eDp5"))
                .map(one -> new Row(one.describe(), conversation -> {
                    if (conversation.open(one).isSwitching()) {
                        requireServed(conversation);
                    }
                }))
                .toList();
    }

    private static void requireServed(Conversation conversation) throws Judgement {
        RawFrame text = RawFrame.text("are we served?");
        Steps.send(text).run(conversation);
        Steps.expect(Expected.echo(text)).run(conversation);
    }
}
