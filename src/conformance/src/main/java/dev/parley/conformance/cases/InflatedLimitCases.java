package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.act;
import static dev.parley.conformance.script.Steps.expect;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Fragments;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawDeflate;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.verdict.Judgement;
import java.util.stream.Stream;

/** Messages that are small on the wire and large behind it (RFC 7692 6.2, 8): limits count what was inflated. */
final class InflatedLimitCases {
    private static final String OFFER = "permessage-deflate; client_max_window_bits";
    private static final int MIB = 1 << 20;

    private InflatedLimitCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                taken("text-4m", "A text of 4 MiB in 4 KiB", true, 4),
                taken("binary-16m", "A binary message of 16 MiB in 16 KiB", false, 16),
                quality("deflate.limits.fragments", "10.4", "4 MiB in fragments of 64 bytes come back, or are refused")
                        .why("Each fragment inflates to little; the limit is on their sum.")
                        .tags("performance")
                        .deflated(
                                OFFER,
                                act(
                                        "4 MiB of zeros compressed, in fragments of 64 bytes",
                                        conversation -> conversation.post(
                                                Fragments.of(binary(zeros(4)).rsv(4), 64))),
                                expect(echo(false, Payload.repeat(0, 4 * MIB)).limitedBy(1008, 1009))),
                refused(
                        "binary-1g",
                        "A binary message of 1 GiB in 1 MiB",
                        binary(zeros(1024)).rsv(4)),
                refused("text-1g", "A text of 1 GiB in 1 MiB", text(zeros(1024)).rsv(4)),
                quality("deflate.limits.second", "10.4", "A message of 1 GiB behind a small one is refused with 1009")
                        .why("The limit is on each message. The first echo may come before.")
                        .tags("performance")
                        .deflated(
                                OFFER,
                                act("a small message and 1 GiB of zeros, compressed", conversation -> {
                                    conversation.post(Output.of(text("small").compressed()));
                                    conversation.post(
                                            Output.of(binary(zeros(1024)).rsv(4)));
                                }),
                                failed(1009).afterPerhaps(echo("small"))));
    }

    private static ConformanceCase taken(String name, String what, boolean isText, int mebibytes) {
        Expected echo = echo(isText, Payload.repeat(0, (long) mebibytes * MIB));
        return quality("deflate.limits." + name, "10.4", what + " comes back, or is refused with 1009")
                .why("A server may limit what it takes; 1009 says so.")
                .tags("performance")
                .deflated(
                        OFFER,
                        act(what + ", all zeros", conversation -> post(conversation, isText, mebibytes)),
                        expect(echo));
    }

    private static void post(Conversation conversation, boolean isText, int mebibytes) throws Judgement {
        Payload packed = zeros(mebibytes);
        conversation.post(Output.of((isText ? text(packed) : binary(packed)).rsv(4)));
    }

    private static ConformanceCase refused(String name, String what, RawFrame frame) {
        return quality("deflate.limits." + name, "10.4", what + " is refused with 1009")
                .why(
                        "What a mebibyte inflates to is counted before it is kept: nobody takes a gibibyte from a stranger.")
                .tags("performance")
                .deflated(
                        OFFER,
                        act(what + ", all zeros", conversation -> conversation.post(Output.of(frame))),
                        failed(1009));
    }

    /** So many MiB of zeros: one of them compressed, again and again; each refers to zeros, its own or those before. */
    static Payload zeros(int mebibytes) {
        try (RawDeflate deflate = new RawDeflate()) {
            byte[] one = deflate.next(Payload.repeat(0, MIB)).toBytes();
            byte[] flushed = new byte[one.length + 4]; // with the four octets that end a block, so that more can follow
            System.arraycopy(one, 0, flushed, 0, one.length);
            flushed[one.length + 2] = -1;
            flushed[one.length + 3] = -1;
            Payload all = Payload.cycle(flushed, mebibytes);
            return all.slice(0, all.length() - 4); // RFC 7692 7.2.1: the last four are left out
        }
    }
}
