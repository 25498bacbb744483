package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.Closings.closeCleanly;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.Handshakes.open;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.act;
import static dev.parley.conformance.script.Steps.check;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Judgement;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Subprotocols (4.2.2, 11.3.4): the server answers with one of those offered, as it was written, or with none. */
final class SubprotocolCases {
    private static final String PROTOCOL = "Sec-WebSocket-Protocol";
    private static final String WHY =
            "What the server answers is one of the names offered, letter by letter, or nothing.";

    private SubprotocolCases() {}

    static Stream<ConformanceCase> cases() {
        String many = IntStream.range(0, 100).mapToObj(i -> "v" + i + ".parley").collect(Collectors.joining(", "));
        OpeningRequest common = upgrade().bare().adding(PROTOCOL, "chat, echo, mqtt, stomp, wamp, graphql-ws, soap");
        OpeningRequest split = upgrade().bare().adding(PROTOCOL, "x-nobody").adding(PROTOCOL, "chat, echo");
        OpeningRequest longer =
                upgrade().bare().adding(PROTOCOL, "echo2, echo.v2, chat-2, mqtt5, stomp2, wamp.2, soap2");
        return Stream.of(
                one("none-offered", "No offer is answered with none", upgrade().bare(), chosen(List.of())),
                one("common", "Of names that servers know one or none is chosen", common, chosen(offers(common))),
                one("two-headers", "Two headers are one list", split, chosen(offers(split))),
                one(
                        "case",
                        "A name in other letters is another name",
                        upgrade().bare().adding(PROTOCOL, "CHAT, ECHO"),
                        chosen(List.of("CHAT", "ECHO"))),
                one("longer", "A name that begins like another is another name", longer, chosen(offers(longer))),
                one(
                        "token",
                        "A name of any characters of a token is taken as it is",
                        upgrade().bare().adding(PROTOCOL, "!#$%&'*+-.^_`|~09AZaz"),
                        chosen(List.of("!#$%&'*+-.^_`|~09AZaz"))),
                one(
                        "many",
                        "A hundred names are read",
                        upgrade().bare().adding(PROTOCOL, many),
                        chosen(List.of(many.split(", ", -1)))),
                one(
                        "long",
                        "A name of 200 characters is read",
                        upgrade().bare().adding(PROTOCOL, "x".repeat(200)),
                        chosen(List.of("x".repeat(200)))),
                known(
                        "known",
                        "A subprotocol that the server speaks is chosen among others",
                        name -> upgrade().bare().adding(PROTOCOL, "x-nobody-1, x-nobody-2, " + name)),
                known(
                        "known-two-headers",
                        "A subprotocol that the server speaks is chosen from a second header",
                        name -> upgrade().bare().adding(PROTOCOL, "x-nobody").adding(PROTOCOL, name)),
                known(
                        "known-first-header",
                        "A subprotocol that the server speaks is chosen from the first of two headers",
                        name -> upgrade().bare().adding(PROTOCOL, name).adding(PROTOCOL, "x-nobody")),
                known(
                        "known-no-space",
                        "A list of subprotocols without spaces is read",
                        name -> upgrade().bare().adding(PROTOCOL, "x-nobody-1,x-nobody-2," + name)),
                one(
                        "other-header",
                        "A header whose name only ends like that of subprotocols offers none",
                        upgrade().bare().adding("X-" + PROTOCOL, "chat, echo, mqtt, stomp"),
                        chosen(List.of())),
                quality("subprotocol.forgotten", "4.2.2", "What one connection chose is not answered to the next")
                        .why("Each handshake stands alone.")
                        .raw(
                                act("an offer of subprotocols on another connection", SubprotocolCases::openOther),
                                open(upgrade().bare()),
                                chosen(List.of()),
                                closeCleanly()));
    }

    private static ConformanceCase one(String name, String title, OpeningRequest request, Step chosen) {
        return must("subprotocol." + name, "4.2.2", title)
                .why(WHY)
                .opened(request, open(request), chosen, send(text("x")), expect(echo("x")));
    }

    private static List<String> offers(OpeningRequest request) {
        return request.values(PROTOCOL).stream()
                .flatMap(value -> Stream.of(value.split(", ", -1)))
                .toList();
    }

    private static Step chosen(List<String> offered) {
        String wanted = offered.isEmpty() ? "no subprotocol" : "one of the subprotocols offered, or none";
        return check(wanted, conversation -> {
            List<String> values = conversation.answer().values(PROTOCOL);
            if (!values.isEmpty() && (values.size() > 1 || !offered.contains(values.get(0)))) {
                throw Judgement.fail(wanted, values.toString());
            }
        });
    }

    private static ConformanceCase known(String name, String title, Function<String, OpeningRequest> request) {
        return quality("subprotocol." + name, "4.2.2", title)
                .why("The name is the one given to the suite; without one there is nothing to ask.")
                .raw(
                        act(
                                "an offer with the server's own name last",
                                conversation -> openKnown(conversation, request)),
                        send(text("x")),
                        expect(echo("x")),
                        closeCleanly());
    }

    private static void openKnown(Conversation conversation, Function<String, OpeningRequest> request)
            throws Judgement {
        String known = conversation
                .target()
                .subprotocol()
                .orElseThrow(() -> Judgement.unsupported("no subprotocol of the server is known: --subprotocol"));
        open(request.apply(known)).run(conversation);
        List<String> values = conversation.answer().values(PROTOCOL);
        if (!values.equals(List.of(known))) {
            throw Judgement.fail("the subprotocol " + known, values.toString());
        }
    }

    private static void openOther(Conversation conversation) throws Judgement {
        OpeningRequest request = upgrade().bare().adding(PROTOCOL, "chat, echo");
        open(request).run(conversation.another());
    }
}
