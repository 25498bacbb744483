package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.quality;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.model.Need;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Fragments;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawDeflate;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.script.Steps;
import dev.parley.conformance.verdict.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Autobahn's categories 12 and 13: 1000 compressed messages of one size, one after the other. Only with
 * {@code --autobahn-compat}; what they find, {@link DeflateMessageCases} and its neighbours find in less time.
 */
final class DeflateCompatCases {
    private static final int ROUNDS = 1000;
    private static final int KIB = 1024;
    private static final int[][] SIZES = { // bytes of a message, and of its fragments or 0
        {16, 0},
        {64, 0},
        {256, 0},
        {KIB, 0},
        {4 * KIB, 0},
        {8 * KIB, 0},
        {16 * KIB, 0},
        {32 * KIB, 0},
        {64 * KIB, 0},
        {128 * KIB, 0},
        {8 * KIB, 256},
        {16 * KIB, 256},
        {32 * KIB, 256},
        {64 * KIB, 256},
        {128 * KIB, 256},
        {128 * KIB, KIB},
        {128 * KIB, 4 * KIB},
        {128 * KIB, 32 * KIB}
    };
    private static final String PLAIN = "permessage-deflate; client_max_window_bits";
    private static final String FORGET = PLAIN + "; server_no_context_takeover";
    private static final String SMALL = PLAIN + "; server_max_window_bits=9";
    private static final String BOTH = FORGET + "; server_max_window_bits=9";
    private static final List<String> OFFERS = List.of(
            PLAIN,
            FORGET,
            SMALL,
            PLAIN + "; server_max_window_bits=15",
            BOTH,
            FORGET + "; server_max_window_bits=15",
            BOTH + ", " + FORGET + ", " + PLAIN);

    private DeflateCompatCases() {}

    static Stream<ConformanceCase> cases() {
        List<ConformanceCase> cases = new ArrayList<>();
        Samples[] samples = Samples.values();
        for (int group = 0; group < samples.length; group++) {
            for (int size = 0; size < SIZES.length; size++) {
                cases.add(one("12." + (group + 1) + "." + (size + 1), PLAIN, samples[group], SIZES[size]));
            }
        }
        for (int group = 0; group < OFFERS.size(); group++) {
            for (int size = 0; size < SIZES.length; size++) {
                cases.add(one("13." + (group + 1) + "." + (size + 1), OFFERS.get(group), Samples.JSON, SIZES[size]));
            }
        }
        return cases.stream();
    }

    private static ConformanceCase one(String id, String offer, Samples sample, int[] size) {
        String cut = size[1] == 0 ? "" : " in fragments of " + size[1];
        String what = ROUNDS + " compressed messages of " + size[0] + " bytes" + cut;
        return quality(id, "RFC 7692 6", what + " come back")
                .why("Each message comes back whole, and the server keeps to the window and the context agreed.")
                .needing(Need.COMPAT)
                .tags("performance")
                .deflated(
                        offer,
                        Step.of(
                                Step.Kind.EXPECT,
                                "the echo of each of " + what,
                                conversation -> play(conversation, sample, size[0], size[1])));
    }

    private static void play(Conversation conversation, Samples sample, int size, int fragment) throws Judgement {
        byte[] data = sample.bytes();
        try (RawDeflate deflate = new RawDeflate(conversation.deflate())) {
            for (int round = 0; round < ROUNDS; round++) {
                Payload message = Samples.message(data, round, size);
                Payload packed = deflate.next(message);
                RawFrame frame = (sample.isText() ? RawFrame.text(packed) : RawFrame.binary(packed)).rsv(4);
                conversation.send(fragment == 0 ? Output.of(frame) : Fragments.of(frame, fragment));
                Steps.expect(Expected.echo(sample.isText(), message)).run(conversation);
            }
        }
    }
}
