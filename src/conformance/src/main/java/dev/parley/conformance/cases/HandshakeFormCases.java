package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.at;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.verdict.Level.MUST;
import static dev.parley.conformance.verdict.Level.QUALITY;
import static dev.parley.conformance.verdict.Level.SHOULD;

import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Judgement;
import dev.parley.conformance.verdict.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Headers that need not be there, in every form that HTTP leaves to the client: whatever the form, what they say has the
 * same answer as in the usual one.
 */
final class HandshakeFormCases {
    private static final String PROTOCOL = "Sec-WebSocket-Protocol";
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
    private static final String DEFLATE = "permessage-deflate";
    private static final String FOREIGN = "http://parley-conformance.example";
    private static final String OWN = "%u://%h";
    private static final int FORBIDDEN = 403;
    private static final String WHY = "It says the same as in its usual form, and so the answer is the same.";

    private HandshakeFormCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                form(MUST, "subprotocol.every-form", "RFC 9110 5.3", "Subprotocols", HandshakeFormCases::subprotocols),
                form(MUST, "negotiation.every-form", "RFC 9110 5.3", "Offers", HandshakeFormCases::offers),
                form(SHOULD, "origin.every-form", "10.2", "Origins", HandshakeFormCases::origins),
                at(QUALITY, "handshake.body.every-form", "RFC 9112 6.3", "Bodies announced in every form are refused")
                        .why("An opening handshake has none, and what follows it are frames.")
                        .raw(Sweep.of("headers that announce a body", HandshakeFormCases::bodies)));
    }

    private static ConformanceCase form(Level level, String id, String section, String what, Step.Action action) {
        return at(level, id, section, what + " in every form have the answer of the usual form")
                .why(WHY)
                .raw(Step.of(
                        Step.Kind.END, "the same answer as in the usual form, to each of some dozen others", action));
    }

    /** A header with this value, in every form of a single line. */
    private static List<OpeningRequest> lines(OpeningRequest base, String name, String value) {
        List<OpeningRequest> all = new ArrayList<>();
        String capital = name.toUpperCase(Locale.ROOT);
        for (String other : List.of(
                name.toLowerCase(Locale.ROOT),
                capital,
                name.substring(0, 1).toLowerCase(Locale.ROOT) + capital.substring(1))) {
            all.add(base.line(other + ": " + value));
        }
        for (String before : List.of("", "\t", "  ", " \t ")) {
            all.add(base.line(name + ":" + before + value));
            all.add(base.line(name + ": " + value + before));
        }
        all.add(base.first(name, value));
        all.add(base.line("X-Empty:").line(name + ": " + value));
        OpeningRequest far = base;
        for (int i = 0; i < 30; i++) {
            far = far.adding("X-Other-" + i, "some value of another header");
        }
        all.add(far.line(name + ": " + value));
        return all;
    }

    /** A value in lists of every form, between members that nobody knows. */
    private static List<OpeningRequest> lists(OpeningRequest base, String name, String value) {
        String many = IntStream.range(0, 40).mapToObj(i -> "x-nobody-" + i).collect(Collectors.joining(", "));
        List<OpeningRequest> all = new ArrayList<>();
        for (String list : List.of(
                "x-nobody, " + value,
                "x-nobody," + value,
                "x-nobody ," + value,
                "x-nobody\t,\t" + value,
                "x-nobody  ,  " + value + "  ,  x-other",
                value + ", x-nobody",
                value + ",x-nobody",
                ", " + value,
                value + " ,",
                ",,, " + value + " ,,",
                many + ", " + value,
                value + ", " + many,
                "x" + "y".repeat(300) + ", " + value)) {
            all.add(base.adding(name, list));
        }
        all.add(base.adding(name, "x-nobody").adding(name, value));
        all.add(base.adding(name, value).adding(name, "x-nobody"));
        all.add(base.adding(name, "x-nobody").adding("X-Between", "1").adding(name, value));
        all.add(base.adding(name, "x-a").adding(name, "x-b, x-c").adding(name.toLowerCase(Locale.ROOT), value));
        all.add(base.first(name, value).adding(name, "x-nobody"));
        all.add(base.first(name, "x-nobody").adding(name, value));
        return all;
    }

    private static void subprotocols(Conversation conversation) throws Judgement {
        String name = conversation
                .target()
                .subprotocol()
                .orElseThrow(() -> Judgement.unsupported("no subprotocol of the server is known: --subprotocol"));
        OpeningRequest bare = upgrade().bare();
        List<Row> rows = new ArrayList<>();
        for (OpeningRequest request : both(bare, PROTOCOL, name)) {
            rows.add(answered(request, PROTOCOL, List.of(name)));
        }
        play(rows, conversation);
    }

    private static List<OpeningRequest> both(OpeningRequest base, String name, String value) {
        List<OpeningRequest> all = new ArrayList<>(lines(base, name, value));
        all.addAll(lists(base, name, value));
        return all;
    }

    private static Row answered(OpeningRequest request, String header, List<String> wanted) {
        return new Row(request.describe(), conversation -> {
            Handshakes.open(request).run(conversation);
            List<String> values = conversation.answer().values(header);
            if (!values.equals(wanted)) {
                throw Judgement.fail(header + ": " + String.join(", ", wanted), values.toString());
            }
        });
    }

    private static void offers(Conversation conversation) throws Judgement {
        for (String offer : List.of(DEFLATE, DEFLATE + "; server_max_window_bits=12; client_max_window_bits")) {
            Conversation usual = conversation.another();
            Handshakes.open(upgrade().offering(offer)).run(usual);
            if (!usual.deflate().agreed()) {
                throw Judgement.unsupported("the server did not take permessage-deflate");
            }
            boolean plain = offer.equals(DEFLATE);
            List<OpeningRequest> forms =
                    plain ? lists(upgrade(), EXTENSIONS, offer) : lines(upgrade(), EXTENSIONS, offer);
            for (String other : List.of(" ;", ";", "\t;\t", "  ;  ")) {
                forms.add(upgrade().offering(offer.replace("; ", other)));
            }
            forms.add(upgrade().offering(offer.replace("=12", "=\"12\"")));
            forms.add(upgrade().offering("x-nobody; a=\"bc\", " + offer.replace("=12", "=\"1\\2\"")));
            List<String> wanted = usual.answer().values(EXTENSIONS);
            play(
                    forms.stream()
                            .map(request -> answered(request, EXTENSIONS, wanted))
                            .toList(),
                    conversation);
        }
    }

    private static void play(List<Row> rows, Conversation conversation) throws Judgement {
        Sweep.of("forms", rows).run(conversation);
    }

    private static void origins(Conversation conversation) throws Judgement {
        if (conversation.another().open(upgrade().adding("Origin", FOREIGN)).isSwitching()) {
            throw Judgement.unsupported("the server takes every origin");
        }
        List<Row> rows = new ArrayList<>();
        for (OpeningRequest request : lines(upgrade(), "Origin", FOREIGN)) {
            rows.add(Sweep.bad(request.describe(), request, FORBIDDEN));
        }
        OpeningRequest foreign = upgrade().adding("Origin", FOREIGN);
        OpeningRequest own = upgrade().adding("Origin", OWN);
        for (OpeningRequest two : List.of(
                foreign.adding("Origin", OWN),
                own.adding("Origin", FOREIGN),
                own.adding("origin", FOREIGN),
                own.adding("Origin", "null"),
                upgrade().first("origin", FOREIGN).adding("Origin", OWN))) {
            rows.add(Sweep.bad(two.describe(), two, FORBIDDEN, 400));
        }
        for (OpeningRequest request : lines(upgrade(), "Origin", OWN)) {
            rows.add(Sweep.opened(request.describe(), request));
        }
        play(rows, conversation);
    }

    private static List<Row> bodies() {
        List<Row> rows = new ArrayList<>();
        for (OpeningRequest request : lines(upgrade(), "Content-Length", "5")) {
            rows.add(Sweep.bad(request.describe(), request, 400, 413));
        }
        OpeningRequest none = upgrade().adding("Content-Length", "0");
        for (OpeningRequest two : List.of(
                none.adding("Content-Length", "5"),
                none.adding("content-length", "5"),
                upgrade().adding("Content-Length", "5").adding("Content-Length", "0"),
                none.adding("Transfer-Encoding", "chunked"),
                upgrade().adding("Transfer-Encoding", "chunked").adding("Content-Length", "0"),
                upgrade().adding("Transfer-Encoding", "gzip").adding("Transfer-Encoding", "chunked"))) {
            rows.add(Sweep.bad(two.describe(), two, 400, 411, 413, 501));
        }
        for (OpeningRequest request : lines(upgrade(), "Transfer-Encoding", "chunked")) {
            rows.add(Sweep.bad(request.describe(), request, 400, 411, 413, 501));
        }
        return rows;
    }
}
