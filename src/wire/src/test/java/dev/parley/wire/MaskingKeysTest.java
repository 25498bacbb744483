package dev.parley.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MaskingKeysTest {
    @Test
    void strongKeysDoNotRepeatAcrossRefillsAndRekeying() { // 5.3
        MaskingKeys keys = MaskingKeys.strong();
        int drawn = 3 * 262_144; // beyond two re-keyings
        Set<Integer> seen = new HashSet<>(2 * drawn);
        for (int i = 0; i < drawn; i++) {
            seen.add(keys.next());
        }
        // Of n = 786,432 independent keys about n*n / 2^33 = 72 collide; a repeated stream would lose thousands.
        assertTrue(drawn - seen.size() < 200, () -> drawn - seen.size() + " repeated keys");
    }

    @Test
    void strongKeysUseEveryBitEvenly() {
        MaskingKeys keys = MaskingKeys.strong();
        int drawn = 100_000;
        int[] ones = new int[Integer.SIZE];
        for (int i = 0; i < drawn; i++) {
            int key = keys.next();
            for (int bit = 0; bit < Integer.SIZE; bit++) {
                ones[bit] += key >>> bit & 1;
            }
        }
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            assertEquals(drawn / 2.0, ones[bit], 1600, "ten standard deviations, bit " + bit);
        }
    }

    @Test
    void twoSourcesDiffer() {
        MaskingKeys one = MaskingKeys.strong();
        MaskingKeys other = MaskingKeys.strong();
        int same = 0;
        for (int i = 0; i < 1000; i++) {
            same += one.next() == other.next() ? 1 : 0;
        }
        assertTrue(same < 3, same + " of 1000 keys are the same");
    }
}
