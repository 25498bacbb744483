package dev.parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.wire.Violation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class CloseFramesTest {
    private static String hex(ByteBuffer frame) {
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void answersWithTheCodeAlone() {
        assertEquals("880203f4", hex(CloseFrames.answer(Optional.of(1012))));
        assertEquals("8800", hex(CloseFrames.answer(Optional.empty())));
    }

    @ParameterizedTest
    @CsvSource({"1000, 03e8", "1011, 03f3", "1012, 03e9", "1013, 03e9", "1014, 03e9", "3000, 0bb8", "4999, 1387"})
    void tellsTheEngineOfCodesThatItTakes(int code, String body) {
        ByteBuffer reason = ByteBuffer.wrap("ä".getBytes(StandardCharsets.UTF_8));
        assertEquals("8804" + body + "c3a4", hex(CloseFrames.forEngine(Optional.of(code), reason)));
    }

    @ParameterizedTest
    @EnumSource(Violation.class)
    void namesTheRuleWithinAControlFrame(Violation violation) {
        ByteBuffer frame = CloseFrames.of(violation);
        assertTrue(frame.remaining() <= 2 + 125, violation::name);
        assertEquals(frame.get(1), frame.remaining() - 2);
        assertEquals(violation.closeCode().value(), frame.getShort(2));
        String reason = StandardCharsets.US_ASCII.decode(frame.position(4)).toString();
        assertTrue(reason.matches(violation + ": see RFC (6455|7692) [0-9.]+"), reason);
    }

    @ParameterizedTest
    @CsvSource({"8800, true", "8100, false", "8a00, false", "0800, false", "880203e8, true"})
    void knowsCloseFrame(String frame, boolean close) {
        assertEquals(close, CloseFrames.isClose(ByteBuffer.wrap(HexFormat.of().parseHex(frame))));
    }
}
