package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.may;
import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.model.CaseBuilder.should;
import static dev.parley.conformance.script.Closings.closed;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.RawFrame.LengthForm.BITS_16;
import static dev.parley.conformance.script.RawFrame.LengthForm.BITS_64;
import static dev.parley.conformance.script.RawFrame.close;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.Steps.chopped;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.verdict.Level;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a close frame says (5.5.1, 7.4): codes that Autobahn leaves out, reasons, and the form of the frame. */
final class ClosingBodyCases {
    private static final int[] REGISTERED = {1012, 1013, 1014};
    private static final int[] FREE = {3001, 3500, 4001, 4500};
    private static final int[] NEVER = {1, 255, 500, 1015, 1017, 1099, 1500, 1999, 2001, 2500};
    private static final int[] BEYOND = {5001, 9999, 32767, 32768, 64000};

    private ClosingBodyCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(codes(), goodReasons(), badReasons(), frames()).flatMap(cases -> cases);
    }

    private static Stream<ConformanceCase> codes() {
        return Stream.of(
                        IntStream.of(REGISTERED)
                                .mapToObj(code -> must(id(code), "7.4.1", "Close code " + code + " is accepted")
                                        .why("The code was registered after the RFC and may be on the wire.")
                                        .connected(send(close(code)), closed(code, 1000))),
                        IntStream.of(FREE)
                                .mapToObj(code -> must(id(code), "7.4.2", "Close code " + code + " is accepted")
                                        .why("3000 to 3999 are for libraries, 4000 to 4999 for applications.")
                                        .connected(send(close(code)), closed(code, 1000))),
                        IntStream.of(NEVER)
                                .mapToObj(
                                        code -> should(id(code), "7.4", "Close code " + code + " fails the connection")
                                                .why(
                                                        "The code is reserved, never on the wire, or below those that are defined.")
                                                .connected(send(close(code)), failed(1002))),
                        IntStream.of(BEYOND)
                                .mapToObj(code -> may(id(code), "7.4.2", "Close code " + code + " is refused")
                                        .why("No range is defined above 4999: a server may refuse it or answer 1000.")
                                        .connected(send(close(code)), closed(1002, 1000))))
                .flatMap(cases -> cases);
    }

    private static String id(int code) {
        return "closing.code." + code;
    }

    private static Stream<ConformanceCase> goodReasons() {
        Map<String, String> reasons = Map.of(
                "ascii", "so long",
                "two-bytes", "\u00e0 bient\u00f4t",
                "three-bytes", "\u3055\u3088\u3046\u306a\u3089",
                "four-bytes", "\ud83d\udc4b\ud83c\udffd",
                "longest-multibyte", "\u20ac".repeat(41),
                "nul", "a\u0000b",
                "byte-order-mark", "\ufeffbye");
        return reasons.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> must(
                                "closing.reason." + entry.getKey(),
                                "5.5.1",
                                "A reason in UTF-8 is accepted: " + entry.getKey())
                        .why("The reason is any UTF-8 text of at most 123 bytes; the answer need not repeat it.")
                        .connected(send(close(1000, entry.getValue())), closed(1000)));
    }

    private static Stream<ConformanceCase> badReasons() {
        Map<String, String> reasons = Map.of(
                "lone-continuation", "6f6b 80",
                "cut-two-bytes", "6f6b c3",
                "cut-three-bytes", "6f6b e282",
                "cut-four-bytes", "6f6b f09f91",
                "overlong", "6f6b c0af",
                "surrogate", "6f6b eda080",
                "beyond-unicode", "6f6b f4908080",
                "five-bytes", "f888808080",
                "only-ff", "ff");
        return reasons.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> must(
                                "closing.reason.bad." + entry.getKey(),
                                "5.5.1",
                                "A reason that is not UTF-8 fails: " + entry.getKey())
                        .why("The reason is UTF-8. 1007 says what is wrong, 1002 that something is.")
                        .connected(send(close(Payload.hex("03e8" + entry.getValue()))), failed(1007, 1002)));
    }

    private static Stream<ConformanceCase> frames() {
        return Stream.of(
                form(
                        "fragmented",
                        "A close frame without FIN fails the connection",
                        "A control frame is never fragmented.",
                        close(1000).notFinal()),
                form(
                        "fragmented-continued",
                        "A close frame in two fragments fails the connection",
                        "A control frame is never fragmented.",
                        close(1000, "so ").notFinal(),
                        continuation("long")),
                form(
                        "declares-126",
                        "A close frame that declares 126 bytes fails the connection",
                        "A control frame has at most 125 bytes: the header alone is wrong.",
                        close(1000, "*".repeat(124))),
                must(
                                "closing.frame.declares-65536",
                                "5.5",
                                "A close frame that declares 65536 bytes fails the connection")
                        .why("A control frame has at most 125 bytes: the header alone is wrong, and waiting is no use.")
                        .connected(
                                send(close(Payload.EMPTY).declaring(65536)),
                                failed(1002)
                                        .tolerating(1009, "it says that it is too much, not that it never may be")
                                        .waitingBreaks(Level.QUALITY)),
                quality("closing.frame.length-16", "5.2", "A close frame with a 16-bit length for two bytes fails")
                        .why("The length of a control frame is written in 7 bits.")
                        .connected(send(close(1000).length(BITS_16)), failed(1002)),
                quality("closing.frame.length-64", "5.2", "A close frame with a 64-bit length for two bytes fails")
                        .why("The length of a control frame is written in 7 bits.")
                        .connected(send(close(1000).length(BITS_64)), failed(1002)),
                must("closing.frame.byte-by-byte", "5.5.1", "A close frame that comes byte by byte is answered")
                        .why("How TCP cuts a frame means nothing.")
                        .connected(chopped(1, close(1000, "byte by byte")), closed(1000)),
                must("closing.frame.key-zero", "5.3", "A close frame masked with zeros is answered")
                        .why("The key is any 32 bits.")
                        .connected(send(close(1001).key(0)), closed(1001, 1000)));
    }

    private static ConformanceCase form(String name, String title, String why, RawFrame... frames) {
        return must("closing.frame." + name, "5.5", title)
                .why(why)
                .connected(send(List.of(frames).toArray(RawFrame[]::new)), failed(1002));
    }
}
