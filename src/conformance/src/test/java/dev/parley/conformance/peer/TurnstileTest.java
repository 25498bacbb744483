package dev.parley.conformance.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnstileTest {
    private static final double FACTOR = 1e-9; // ten nanoseconds at most

    /** A date may be thousands of years from now, which is more nanoseconds than a long counts. */
    @ParameterizedTest
    @ValueSource(longs = {-9_000, -1, 0, 1, 9_000})
    void closesForAsLongAsItMay(long years) {
        Turnstile turnstile = new Turnstile(FACTOR, line -> {});
        assertTrue(turnstile.close(Duration.ofDays(366 * years)));
        assertTrue(turnstile.left() <= 10);
    }

    @Test
    void tellsOnceAndDoesNotCloseForEver() {
        List<String> told = new ArrayList<>();
        Turnstile turnstile = new Turnstile(FACTOR, told::add);
        for (int i = 0; i < 60; i++) {
            assertTrue(turnstile.close(Duration.ZERO));
        }
        assertFalse(turnstile.close(Duration.ZERO));
        assertEquals(1, told.size());
    }
}
