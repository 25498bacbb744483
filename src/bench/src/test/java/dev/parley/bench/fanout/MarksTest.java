package dev.parley.bench.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarksTest {
    @Test
    void messageHasItsSizeAndItsMark() {
        byte[] message = Marks.message(42, 100);
        assertEquals(100, message.length);
        assertEquals(List.of(42L), found(message, message.length));
    }

    @Test
    void findsEveryMarkHoweverTheBytesAreCut() {
        String text = "[" + text(7) + ",{\"d\":" + text(8) + "}, ~ ~12~ ~~0000000009~" + text(10) + "]";
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        for (int cut = 0; cut <= bytes.length; cut++) {
            assertEquals(List.of(7L, 8L, 9L, 10L), found(bytes, cut), "cut at " + cut);
        }
    }

    @Test
    void takesNothingElseForAMark() {
        for (String text : List.of("", "~", "~123~", "~00000000012~", "~000000001x~", "0000000001~", "~0000000001")) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            assertEquals(List.of(), found(bytes, bytes.length), text);
        }
    }

    private static String text(long number) {
        return new String(Marks.message(number, 30), StandardCharsets.US_ASCII);
    }

    private static List<Long> found(byte[] bytes, int cut) {
        List<Long> found = new ArrayList<>();
        Marks marks = new Marks();
        int count = marks.scan(bytes, 0, cut, found::add) + marks.scan(bytes, cut, bytes.length, found::add);
        assertEquals(found.size(), count);
        return found;
    }
}
