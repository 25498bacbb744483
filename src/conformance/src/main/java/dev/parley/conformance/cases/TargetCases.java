package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.at;
import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.should;
import static dev.parley.conformance.script.Handshakes.refused;
import static dev.parley.conformance.script.Handshakes.request;
import static dev.parley.conformance.script.Handshakes.takenOrRefused;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.verdict.Level.QUALITY;

import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Answer;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Which resource a request asks for, by its target and by nothing else. */
final class TargetCases {
    private static final String NOWHERE = "/parley-nowhere";
    private static final String SPLIT = "X-Parley-Split";
    private static final String OF_RESOURCE = "Another resource is another service, or none (4.2.2).";

    private TargetCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                should(
                                "handshake.target.every-near",
                                "4.2.2",
                                "Paths that only resemble that of the service are refused")
                        .why(OF_RESOURCE + " Unsupported by a server that serves every path.")
                        .raw(Step.of(
                                Step.Kind.END,
                                "refusal with 404 of each path that begins, ends or looks like the right one",
                                TargetCases::near)),
                must("handshake.header.every-override", "4.2.1", "Headers that stand for others are not read for them")
                        .why("Method, target and fields are what the request says they are.")
                        .raw(Sweep.of("requests that say elsewhere what they lack", TargetCases::overrides)),
                should("handshake.target.secure", "RFC 9110 7.4", "An https resource is not served in clear")
                        .why(
                                "What is meant to be secured has come the wrong way, unless through a gateway that is trusted.")
                        .raw(Step.of(Step.Kind.END, "refusal with 4xx", TargetCases::secure)),
                at(QUALITY, "handshake.target.every-odd", "4.2.2", "Targets that cannot be read are answered")
                        .why("A client that is told nothing tries again.")
                        .raw(Sweep.of("odd targets", TargetCases::odd)),
                should("handshake.target.every-byte", "RFC 9112 3.2", "Targets with control bytes are refused")
                        .why("No URI has them; what one reader drops is another's end of the line.")
                        .raw(Sweep.of("bytes in targets", TargetCases::bytes)),
                at(
                                QUALITY,
                                "handshake.target.every-percent",
                                "RFC 9112 3.2",
                                "Targets in which a percent sign encodes nothing are refused")
                        .why("They are no URI. What one reader leaves as it is, another decodes otherwise.")
                        .raw(Sweep.of("targets with a percent sign that encodes nothing", TargetCases::percents)),
                must(
                                "handshake.answer.every-split",
                                "RFC 9110 5.5",
                                "Nothing of a request becomes a line of the answer")
                        .why("What a client has encoded is decoded nowhere on the way into a header.")
                        .raw(Sweep.of("line ends that are encoded", TargetCases::splits)));
    }

    private static void near(Conversation conversation) throws Judgement {
        OpeningRequest nowhere = upgrade().startLine("GET " + NOWHERE + " HTTP/1.1");
        String path = conversation.target().resourceName().split("\\?", 2)[0];
        if (path.equals("/") || conversation.another().open(nowhere).isSwitching()) {
            throw Judgement.unsupported("the server serves every path");
        }
        List<String> all = new ArrayList<>(List.of(
                path + "es",
                path + "0",
                path + ".",
                path + "~",
                path + "%00",
                path + "%20",
                path + "%3Fa=b",
                "/x" + path,
                "/x" + path.substring(1),
                NOWHERE + path,
                NOWHERE + "?" + path,
                NOWHERE + "?path=" + path,
                NOWHERE + ";" + path,
                NOWHERE + "%3F" + path,
                path.substring(0, path.length() - 1)));
        if (!path.toUpperCase(Locale.ROOT).equals(path)) {
            all.add(path.toUpperCase(Locale.ROOT));
        }
        List<Row> rows = new ArrayList<>();
        for (String one : all) {
            rows.add(Sweep.bad(one, upgrade().startLine("GET " + one + " HTTP/1.1"), 404, 400));
        }
        Sweep.of("paths", rows).run(conversation);
    }

    private static List<Row> overrides() {
        List<OpeningRequest> all = new ArrayList<>();
        OpeningRequest post = upgrade().startLine("POST %s HTTP/1.1");
        for (String name : List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")) {
            all.add(post.adding(name, "GET"));
        }
        all.add(upgrade().startLine("POST %s?_method=GET HTTP/1.1"));
        String key = OpeningRequest.KEY;
        all.add(upgrade().without("Sec-WebSocket-Key").adding("WebSocket-Key", key));
        all.add(upgrade().without("Sec-WebSocket-Key").startLine("GET %s?Sec-WebSocket-Key=" + key + " HTTP/1.1"));
        all.add(upgrade().without("Sec-WebSocket-Key").adding("Cookie", "Sec-WebSocket-Key=" + key));
        all.add(upgrade().without("Upgrade").adding("X-Forwarded-Proto", "websocket"));
        all.add(upgrade().without("Sec-WebSocket-Version").adding("Sec-WebSocket-Draft", "13"));
        all.add(upgrade().without("Connection").adding("Proxy-Connection", "Upgrade"));
        OpeningRequest old = upgrade()
                .without("Sec-WebSocket-Key")
                .without("Sec-WebSocket-Version")
                .with("Upgrade", "WebSocket")
                .adding("Origin", "%u://%h");
        OpeningRequest keys = old.adding("Sec-WebSocket-Key1", "4 @1  46546xW%0l 1 5")
                .adding("Sec-WebSocket-Key2", "12998 5 Y3 1  .P00");
        all.add(old);
        all.add(keys);
        List<Row> rows = new ArrayList<>();
        all.forEach(one -> rows.add(Sweep.bad(one.describe(), one, 400, 404, 405, 426)));
        rows.add(told("a handshake of 2010", keys, "^n:ds[4U"));
        for (String name : List.of("Upgrade", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version")) {
            String value = upgrade().values(name).get(0);
            OpeningRequest lacking = upgrade().without(name).adding("Transfer-Encoding", "chunked");
            rows.add(told(name + " in a trailer", lacking, "0\r\n" + name + ": " + value + "\r\n\r\n"));
            rows.add(told(name + " behind the head", upgrade().without(name), name + ": " + value + "\r\n\r\n"));
        }
        return rows;
    }

    private static Row told(String name, OpeningRequest request, String behind) {
        return new Row(name, conversation -> {
            Replies.behindFirst(Replies.text(request, conversation) + behind, conversation);
            if (conversation.answer().status() < 400) {
                throw Judgement.fail("a refusal", conversation.answer().describe());
            }
        });
    }

    private static void secure(Conversation conversation) throws Judgement {
        if (conversation.target().isSecure()) {
            throw Judgement.unsupported("the server speaks TLS");
        }
        request(upgrade().startLine("GET https://%h%s HTTP/1.1")).run(conversation);
        refused(400, 421, 426).run(conversation);
    }

    private static List<Row> odd() {
        List<Row> rows = new ArrayList<>();
        for (String target : List.of(
                "/%zz",
                "/%",
                "/%C0%80",
                "/%ff",
                "/%00",
                "/%2e%2e/%2e%2e/x",
                "/../../x",
                "/;",
                "/%5C",
                "%s%zz",
                "%s?%zz",
                "%s?a=%C0%80",
                "%s?&&==",
                "*",
                "x",
                "://",
                "http://",
                "%u://%h",
                "%u://%h:99999%s",
                "%u://[%s",
                "%h:80",
                "/" + "x/".repeat(500))) {
            OpeningRequest request = upgrade().startLine("GET " + target + " HTTP/1.1");
            rows.add(either(request));
        }
        return rows;
    }

    private static List<Row> percents() {
        return Stream.of("?a=%zz", "?%", "?a%", "?a=%4", "?a=%4g", "?%x41")
                .map(query -> Sweep.bad(query, upgrade().startLine("GET %s" + query + " HTTP/1.1"), 400))
                .toList();
    }

    private static Row either(OpeningRequest request) {
        return new Row(request.describe(), conversation -> {
            request(request).run(conversation);
            takenOrRefused(request, "", 400, 404, 421).run(conversation);
        });
    }

    private static List<Row> bytes() {
        List<Row> rows = new ArrayList<>();
        for (String control : List.of("\u0000", "\u0001", "\b", "\t", "\u000b", "\f", "\u001b", "\u001f", "\u007f")) {
            String shown = "byte " + (int) control.charAt(0);
            rows.add(Sweep.bad(shown, upgrade().startLine("GET %s?a" + control + "b HTTP/1.1"), 400, 505));
            rows.add(Sweep.bad(shown + " first", upgrade().startLine(control + "GET %s HTTP/1.1"), 400, 501));
        }
        rows.add(Sweep.bad("a byte order mark", upgrade().startLine("\u00ef\u00bb\u00bfGET %s HTTP/1.1"), 400));
        for (String mark : List.of("\"", "<", ">", "\\", "^", "`", "{", "|", "}", "[", "\u0080", "\u00e4", "\u00ff")) {
            rows.add(either(upgrade().startLine("GET %s?a" + mark + "b HTTP/1.1")));
        }
        return rows;
    }

    private static List<Row> splits() {
        List<Row> rows = new ArrayList<>();
        for (String end :
                List.of("%0d%0a", "%0a", "%0d", "%E5%98%8A%E5%98%8D", "%250d%250a", "\\r\\n", "%u000d%u000a")) {
            String line = end + SPLIT + ":%201" + end;
            rows.add(unsplit(upgrade().startLine("GET " + NOWHERE + line + " HTTP/1.1")));
            rows.add(unsplit(upgrade().startLine("GET " + NOWHERE + "?" + line + " HTTP/1.1")));
            rows.add(unsplit(upgrade().adding("Origin", "http://x.example" + line)));
        }
        String line = "%0d%0a" + SPLIT + ":1";
        rows.add(unsplit(upgrade().startLine("GET %s?" + line + " HTTP/1.1")));
        rows.add(unsplit(upgrade().startLine("GET %s?" + line + " HTTP/1.1").without("Sec-WebSocket-Key")));
        rows.add(unsplit(upgrade().with("Host", "x" + line)));
        rows.add(unsplit(upgrade().with("Sec-WebSocket-Version", "8" + line)));
        rows.add(unsplit(upgrade().with("Upgrade", "h2c" + line)));
        rows.add(unsplit(upgrade().bare().adding("Sec-WebSocket-Protocol", "x" + line)));
        rows.add(unsplit(upgrade().offering("x; a=\"" + line + "\"")));
        rows.add(unsplit(upgrade().adding("Cookie", "a=" + line)));
        return rows;
    }

    private static Row unsplit(OpeningRequest request) {
        return new Row(request.describe(), conversation -> {
            request(request).run(conversation);
            Answer answer = conversation.answer();
            if (answer.status() == 0) {
                throw Judgement.fail("an answer", answer.describe());
            }
            if (!answer.values(SPLIT).isEmpty()) {
                throw Judgement.fail(
                        "an answer without " + SPLIT, answer.values(SPLIT).toString());
            }
        });
    }
}
