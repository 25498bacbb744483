package dev.parley.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.wire.Reader.Form;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Any bytes, in any cut, give the same frames and the same violation at the same place, and nothing else is ever thrown.
 * The first byte chooses role, extension and limits, the second how the stream is cut; the rest is the stream.
 */
class FrameDecoderFuzzTest {
    private static final int SERVER = 0x01;
    private static final int RSV1 = 0x02;
    private static final int SMALL_LIMITS = 0x04;
    private static final int PAUSING = 0x08;
    private static final int FORM_SHIFT = 4;
    private static final List<Form> FORMS = List.of(Form.values());

    @FuzzTest(maxDuration = "12m")
    void decodesTheSameHoweverTheStreamIsCut(byte[] input) {
        if (input.length < 3) {
            return;
        }
        int choice = input[0];
        int size = 1 + (input[1] & 0x3F);
        byte[] stream = java.util.Arrays.copyOfRange(input, 2, input.length);
        Outcome whole = decode(choice, Form.ARRAY, stream, stream.length);
        Form form = FORMS.get(choice >> FORM_SHIFT & 3);
        Outcome cut = decode(choice, form, stream, size);
        assertEquals(whole.violation, cut.violation);
        assertEquals(whole.offset, cut.offset);
        assertEquals(whole.frames, cut.frames);
    }

    private record Outcome(List<String> frames, @Nullable Violation violation, long offset) {}

    private static Outcome decode(int choice, Form form, byte[] stream, int size) {
        Role role = (choice & SERVER) != 0 ? Role.SERVER : Role.CLIENT;
        Limits limits = (choice & SMALL_LIMITS) != 0 ? new Limits(125, 200, 3) : Limits.DEFAULT;
        FrameDecoder decoder =
                (choice & RSV1) != 0 ? FrameDecoder.withRsv1(role, limits) : FrameDecoder.of(role, limits);
        Recorder sink = new Recorder();
        if ((choice & PAUSING) != 0) {
            sink.pausingEvery(2);
        }
        try {
            new Reader(decoder, form).readBySize(stream.clone(), size, sink);
        } catch (ProtocolException e) {
            assertTrue(e.streamOffset() >= 0 && e.streamOffset() <= stream.length, e::getMessage);
            return new Outcome(new ArrayList<>(sink.frames()), e.violation(), e.streamOffset());
        }
        assertTrue(decoder.streamOffset() <= stream.length);
        return new Outcome(new ArrayList<>(sink.frames()), null, -1);
    }
}
