package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import java.util.stream.Stream;

/** Autobahn's category 6: text that is UTF-8, and text that is not (5.6, 8.1). The single frames are in utf8.tsv. */
final class Utf8Cases {
    private static final Payload LATIN = Payload.of("Hello-\u00b5@\u00df\u00f6\u00e4\u00fc\u00e0\u00e1-UTF-8!!");
    private static final Payload GREEK = Payload.hex("cebae1bdb9cf83cebcceb5");
    private static final Payload SURROGATE = Payload.hex("cebae1bdb9cf83cebcceb5eda080656469746564");
    private static final String WHY_BAD = "Text that is not UTF-8 fails the connection.";
    private static final String OTHER_CODE = "1002 says that a rule was broken, 1007 says which";

    private Utf8Cases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(written(), Utf8FailFast.cases(), listed()).flatMap(cases -> cases);
    }

    private static Stream<ConformanceCase> written() {
        return Stream.of(
                good("6.1.1", "An empty text", Payload.EMPTY, text("")),
                good("6.1.2", "A text in three empty fragments", Payload.EMPTY, cut(Payload.EMPTY, 0, 0)),
                good(
                        "6.1.3",
                        "A text in a middle fragment between two empty ones",
                        Payload.of("middle frame payload"),
                        cut(Payload.of("middle frame payload"), 0, 20)),
                good("6.2.1", "Accented Latin text in one frame", LATIN, text(LATIN)),
                good("6.2.2", "Accented Latin text cut between characters", LATIN, cut(LATIN, 12)),
                good("6.2.3", "Accented Latin text in fragments of one byte", LATIN, bytewise(LATIN)),
                good("6.2.4", "A Greek word in fragments of one byte", GREEK, bytewise(GREEK)),
                bad("6.3.1", "A surrogate in a Greek word", text(SURROGATE)),
                bad("6.3.2", "A surrogate in a Greek word, in fragments of one byte,", bytewise(SURROGATE)));
    }

    private static Stream<ConformanceCase> listed() {
        return Table.rows("utf8.tsv").map(row -> {
            Payload payload = Payload.hex(row.get(2));
            String what = row.get(3) + " (" + row.get(2) + ")";
            return row.get(1).equals("ok")
                    ? good(row.get(0), what, payload, text(payload))
                    : bad(row.get(0), what, text(payload));
        });
    }

    private static ConformanceCase good(String id, String what, Payload whole, RawFrame... frames) {
        return must(id, "5.6", what + " comes back")
                .why("It is UTF-8, however it is cut into frames.")
                .connected(send(frames), expect(echo(true, whole)));
    }

    private static ConformanceCase bad(String id, String what, RawFrame... frames) {
        return must(id, "8.1", what + " fails the connection")
                .why(WHY_BAD)
                .connected(send(frames), failed(1007).tolerating(1002, OTHER_CODE));
    }

    /** A text cut into fragments at these places. */
    static RawFrame[] cut(Payload payload, int... at) {
        RawFrame[] frames = new RawFrame[at.length + 1];
        int from = 0;
        for (int i = 0; i <= at.length; i++) {
            boolean last = i == at.length;
            int to = last ? (int) payload.length() : at[i];
            RawFrame frame = i == 0 ? text(payload.slice(from, to)) : continuation(payload.slice(from, to));
            frames[i] = last ? frame : frame.notFinal();
            from = to;
        }
        return frames;
    }

    private static RawFrame[] bytewise(Payload payload) {
        int[] at = new int[(int) payload.length() - 1];
        for (int i = 0; i < at.length; i++) {
            at[i] = i + 1;
        }
        return cut(payload, at);
    }
}
