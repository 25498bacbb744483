package dev.parley.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A missing program skips a test on a developer's machine and fails it in CI. */
class ProgramTest {
    private static final String REQUIRED = "clients.required";
    private final String before = System.getProperty(REQUIRED, "false");

    @AfterEach
    void restore() {
        System.setProperty(REQUIRED, before);
    }

    @Test
    void missingProgramSkipsTheTest() {
        System.setProperty(REQUIRED, "false");
        RuntimeException skipped =
                assertThrows(RuntimeException.class, () -> Program.required("no-such-program", "it cannot be had"));
        assertEquals("TestAbortedException", skipped.getClass().getSimpleName());
        assertTrue(String.valueOf(skipped.getMessage()).contains("no-such-program is not there"));
    }

    @Test
    void missingProgramFailsTheTestWhereClientsAreRequired() {
        System.setProperty(REQUIRED, "true");
        assertThrows(AssertionError.class, () -> Program.required("no-such-program", "it cannot be had"));
    }
}
