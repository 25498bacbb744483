package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.act;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.ByteSource;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.verdict.Judgement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Text that turns bad in the middle (6.4): Autobahn waits a second between the parts and asks for a failure before the
 * last. RFC 6455 does not, so the verdict is the failure alone, however early. The parts are sent one after the other all
 * the same, so that a server that fails early is not confused by what it has not asked for.
 */
final class Utf8FailFast {
    private static final Payload WORD = Payload.hex("cebae1bdb9cf83cebcceb5");
    private static final Payload BAD = Payload.hex("f4908080");
    private static final Payload REST = Payload.of("edited");
    private static final String WHY =
            "F4 90 leads beyond U+10FFFF. Failing at once is better, failing at the end of the message conforms too.";
    private static final String OTHER_CODE = "1002 says that a rule was broken, 1007 says which";

    private Utf8FailFast() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                fragments("6.4.1", BAD, "", REST),
                fragments(
                        "6.4.2",
                        Payload.hex("f490"),
                        "cut at the first impossible byte, ",
                        Payload.hex("8080656469746564")),
                pieces("6.4.3", 11, 15),
                pieces("6.4.4", 11, 13));
    }

    private static ConformanceCase fragments(String id, Payload bad, String how, Payload rest) {
        return must(id, "8.1", "A code point above U+10FFFF in the second of three fragments, " + how + "fails")
                .why(WHY)
                .connected(
                        send(text(WORD).notFinal()),
                        send(continuation(bad).notFinal()),
                        send(continuation(rest)),
                        failed(1007).tolerating(1002, OTHER_CODE));
    }

    private static ConformanceCase pieces(String id, int first, int second) {
        Payload whole = Payload.hex("cebae1bdb9cf83cebcceb5f4908080656469746564");
        return must(
                        id,
                        "8.1",
                        "A code point above U+10FFFF in one frame written in pieces up to byte " + second + " fails")
                .why(WHY)
                .connected(
                        act(
                                text(whole).describe() + " in writes up to payload bytes " + first + ", " + second
                                        + " and the end",
                                conversation -> write(conversation, text(whole), first, second)),
                        failed(1007).tolerating(1002, OTHER_CODE));
    }

    private static void write(Conversation conversation, RawFrame frame, int first, int second) throws Judgement {
        byte[] all = new byte[(int) frame.onWire().length()];
        frame.onWire().copy(0, all, 0, all.length);
        int header = frame.header().length;
        int[] ends = {header + first, header + second, all.length};
        int from = 0;
        for (int end : ends) {
            byte[] piece = Arrays.copyOfRange(all, from, end);
            List<Output.Part> parts = new ArrayList<>();
            parts.add(new Output.Part("bytes " + from + " to " + end + " of the frame", ByteSource.of(piece)));
            conversation.send(new Output(parts, 0));
            from = end;
        }
    }
}
