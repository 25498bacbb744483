package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.may;
import static dev.parley.conformance.model.CaseBuilder.should;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.Handshakes.open;
import static dev.parley.conformance.script.Handshakes.refused;
import static dev.parley.conformance.script.Handshakes.request;
import static dev.parley.conformance.script.Handshakes.takenOrRefused;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.act;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.verdict.Judgement;
import java.util.stream.Stream;

/**
 * The page that a request comes from (4.2.2, 10.2). Which origins are right is the application's affair; that a server
 * which looks at them is not deceived by one that only resembles its own is asked here.
 */
final class OriginCases {
    private static final String ORIGIN = "Origin";
    private static final String FOREIGN = "http://parley-conformance.example";
    private static final int FORBIDDEN = 403;

    private OriginCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(shown(), alike()).flatMap(cases -> cases);
    }

    private static Stream<ConformanceCase> shown() {
        OpeningRequest own = upgrade().adding(ORIGIN, "%u://%h");
        return Stream.of(
                should("origin.own", "10.2", "A page of the server itself is accepted")
                        .why("Scheme, host and port are those of the request.")
                        .opened(own, open(own), send(text("x")), expect(echo("x"))),
                shows("foreign", "A page of another host", upgrade().adding(ORIGIN, FOREIGN)),
                shows("null", "A page without origin, such as a file", upgrade().adding(ORIGIN, "null")),
                shows("empty", "An empty Origin", upgrade().adding(ORIGIN, "")),
                shows("not-one", "An Origin that is none", upgrade().adding(ORIGIN, "who knows")),
                shows(
                        "extension",
                        "A page of a browser extension",
                        upgrade().adding(ORIGIN, "chrome-extension://abcdefghijklmnop")),
                may(
                                "origin.foreign-old-name",
                                "4.2.2",
                                "An origin under the name that drafts used is not looked at, or refused")
                        .why("Sec-WebSocket-Origin has no meaning in version 13.")
                        .raw(
                                request(upgrade().adding("Sec-WebSocket-Origin", FOREIGN)),
                                takenOrRefused(upgrade(), "", FORBIDDEN, 400)));
    }

    private static Stream<ConformanceCase> alike() {
        return Stream.of(
                alike("suffix", "whose host begins with the server's name", "%u://%h.parley-conformance.example"),
                alike("prefix", "whose host ends with the server's name", "%u://x%h"),
                alike("subdomain", "of a subdomain", "%u://www.%h"),
                alike("user", "whose user name is the server's", "%u://%h@parley-conformance.example"),
                alike("empty", "whose origin is empty", ""),
                alike("null", "that is null, as any page can make its own in a sandbox", "null"),
                alike("path", "whose path is the server's name", FOREIGN + "/%h"),
                alike("query", "whose query is the server's name", FOREIGN + "?%u://%h"),
                alike("scheme", "of another scheme", "ftp://%h"),
                alike("port", "of another port", "%u://localhost:1"),
                alike("list", "behind the server's own in a list", "%u://%h " + FOREIGN),
                alike("comma", "behind the server's own and a comma", "%u://%h, " + FOREIGN));
    }

    private static ConformanceCase shows(String name, String what, OpeningRequest request) {
        return may("origin." + name, "10.2", what + " is accepted or refused with 403")
                .why("A server that pages of others may use accepts it, any other refuses; the case shows which.")
                .raw(
                        request(request),
                        takenOrRefused(request, "takes it: a page of anybody can use this server (10.2)", FORBIDDEN));
    }

    private static ConformanceCase alike(String name, String what, String origin) {
        OpeningRequest request = upgrade().adding(ORIGIN, origin);
        return should("origin.alike." + name, "10.2", "A page " + what + " is refused as any other")
                .why("Origins are compared as a whole. Unsupported by a server that takes every origin.")
                .raw(
                        act("an origin of another host on a connection of its own", OriginCases::requireLook),
                        request(request),
                        refused(FORBIDDEN));
    }

    private static void requireLook(Conversation conversation) throws Judgement {
        Conversation other = conversation.another();
        if (other.open(upgrade().adding(ORIGIN, FOREIGN)).isSwitching()) {
            throw Judgement.unsupported("the server takes every origin");
        }
    }
}
