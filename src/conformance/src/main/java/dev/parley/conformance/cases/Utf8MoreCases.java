package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.Expected.pong;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.chopped;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Text and UTF-8 (5.6, 8.1) beyond Autobahn: over fragments, over pings, at the borders of buffers, and compressed. */
final class Utf8MoreCases {
    private static final String OFFER = "permessage-deflate; client_max_window_bits";
    private static final String OTHER_CODE = "1002 says that a rule was broken, 1007 says which";
    private static final String WHY_GOOD = "It is UTF-8 as a whole, however it is cut.";
    private static final String WHY_BAD = "Text that is not UTF-8 as a whole fails the connection, however it is cut.";
    private static final int[] BORDERS = {125, 126, 1024, 4096, 8192, 16_384, 65_536};

    private Utf8MoreCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(listed(), borders(), pinged(), compressed()).flatMap(cases -> cases);
    }

    private static Stream<ConformanceCase> listed() {
        return Table.rows("utf8-more.tsv").map(row -> {
            List<Payload> parts =
                    Stream.of(row.get(2).split("\\|", -1)).map(Payload::hex).toList();
            RawFrame[] frames = IntStream.range(0, parts.size())
                    .mapToObj(i -> frame(parts, i))
                    .toArray(RawFrame[]::new);
            Payload whole = Payload.hex(row.get(2).replace("|", ""));
            String what = row.get(3) + " (" + (row.get(2).length() > 40 ? "64 bytes" : row.get(2)) + ")";
            return row.get(1).equals("ok")
                    ? must("utf8." + row.get(0), "5.6", what + " comes back")
                            .why(WHY_GOOD)
                            .connected(send(frames), expect(echo(true, whole)))
                    : must("utf8." + row.get(0), "8.1", what + " fails the connection")
                            .why(WHY_BAD)
                            .connected(send(frames), failed(1007).tolerating(1002, OTHER_CODE));
        });
    }

    private static RawFrame frame(List<Payload> parts, int index) {
        RawFrame frame = index == 0 ? text(parts.get(0)) : continuation(parts.get(index));
        return index == parts.size() - 1 ? frame : frame.notFinal();
    }

    /** A character of 4 bytes, or a bad byte, across places where buffers tend to end. */
    private static Stream<ConformanceCase> borders() {
        return IntStream.of(BORDERS).boxed().flatMap(border -> {
            Payload good = around(border - 2, "\ud834\udd1e".getBytes(StandardCharsets.UTF_8));
            Payload bad = around(border - 1, new byte[] {(byte) 0xc3, '('});
            return Stream.of(
                    must("utf8.border-" + border + ".good", "5.6", "A character across byte " + border + " comes back")
                            .why(WHY_GOOD)
                            .connected(send(text(good)), expect(echo(true, good))),
                    must("utf8.border-" + border + ".bad", "8.1", "A character broken at byte " + border + " fails")
                            .why(WHY_BAD)
                            .connected(send(text(bad)), failed(1007).tolerating(1002, OTHER_CODE)));
        });
    }

    private static Payload around(int ascii, byte[] special) {
        byte[] bytes = new byte[ascii + special.length + 10];
        Payload.ascii(bytes.length).copy(0, bytes, 0, bytes.length);
        System.arraycopy(special, 0, bytes, ascii, special.length);
        return Payload.of(bytes);
    }

    private static Stream<ConformanceCase> pinged() {
        RawFrame first = text(Payload.hex("e2")).notFinal();
        return Stream.of(
                must("utf8.ping-within-character", "5.6", "A ping between the bytes of a character changes nothing")
                        .why("Control frames have nothing to do with the text around them.")
                        .connected(
                                send(first, ping("x")),
                                expect(pong("x")),
                                send(continuation(Payload.hex("82ac"))),
                                expect(echo("\u20ac"))),
                must("utf8.ping-not-utf8", "5.6", "A ping that is not UTF-8 within a text changes nothing")
                        .why("Only messages are text; a ping carries any bytes.")
                        .connected(
                                send(first, ping(Payload.hex("ff"))),
                                expect(pong(Payload.hex("ff"))),
                                send(continuation(Payload.hex("82ac"))),
                                expect(echo("\u20ac"))),
                must("utf8.ping-does-not-complete", "8.1", "A ping does not stand in for the rest of a character")
                        .why("The bytes of the ping are not bytes of the text.")
                        .connected(
                                send(first, ping(Payload.hex("82ac"))),
                                expect(pong(Payload.hex("82ac"))),
                                send(continuation("x")),
                                failed(1007).tolerating(1002, OTHER_CODE)),
                must("utf8.binary-between", "5.6", "A binary message that is no text between two texts comes back")
                        .why("Only text is UTF-8, and each message is judged by itself.")
                        .connected(
                                send(text("a"), RawFrame.binary(Payload.hex("c3")), text("b")),
                                expect(echo("a"), echo(false, Payload.hex("c3")), echo("b"))),
                must("utf8.writes", "5.6", "Characters of 4 bytes in writes of 3 bytes come back")
                        .why("How TCP cuts a frame means nothing.")
                        .connected(
                                chopped(3, text("\ud834\udd1e".repeat(100))),
                                expect(echo("\ud834\udd1e".repeat(100)))));
    }

    private static Stream<ConformanceCase> compressed() {
        RawFrame good = text("\u20ac uro").compressed();
        Payload packed = good.payload();
        int half = (int) packed.length() / 2;
        return Stream.of(
                must("utf8.compressed.good", "RFC 7692 6.2", "Compressed text in fragments comes back")
                        .why("Text is judged after inflating, as a whole.")
                        .deflated(
                                OFFER,
                                send(
                                        text(packed.slice(0, half)).rsv(4).notFinal(),
                                        continuation(packed.slice(half, packed.length()))),
                                expect(echo("\u20ac uro"))),
                bad("cut", "ends within a character", "61e282"),
                bad("overlong", "holds an overlong form", "61c0af62"),
                bad("latin-1", "is Latin-1", "636166e9"),
                must("utf8.compressed.binary", "RFC 7692 6.2", "A compressed binary message that is no text comes back")
                        .why("Only text is UTF-8, whether it comes compressed or not.")
                        .deflated(
                                OFFER,
                                send(RawFrame.binary(Payload.hex("c3ff")).compressed()),
                                expect(echo(false, Payload.hex("c3ff")))));
    }

    private static ConformanceCase bad(String name, String what, String hex) {
        return must("utf8.compressed." + name, "RFC 7692 6.2", "Compressed text that " + what + " fails the connection")
                .why("Text is judged after inflating.")
                .deflated(
                        OFFER,
                        send(text(Payload.hex(hex)).compressed()),
                        failed(1007).tolerating(1002, OTHER_CODE));
    }
}
