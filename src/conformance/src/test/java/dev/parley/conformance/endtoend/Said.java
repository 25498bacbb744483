package dev.parley.conformance.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.conformance.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command said, and its exit code. Immutable. */
record Said(String command, int status, String out, String err) {
    /** Runs a command in this process. */
    static Said by(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Said(String.join(" ", arguments), status, out.toString(), err.toString());
    }

    /** Fails unless this was the exit code. */
    Said with(int expected) {
        assertEquals(expected, status, this::toString);
        return this;
    }

    /** Fails unless standard output has this text. */
    Said saying(String text) {
        assertTrue(out.contains(text), () -> "no \"" + text + "\" in " + this);
        return this;
    }

    /** Fails unless the complaint is a single line that names what is wrong and shows nothing of our insides. */
    Said complaining(String text) {
        String complaint = err.replace("Try 'parley-conformance --help'." + System.lineSeparator(), "");
        assertEquals(1, complaint.lines().count(), this::toString);
        assertTrue(complaint.startsWith("parley-conformance: "), this::toString);
        assertTrue(complaint.contains(text), () -> "no \"" + text + "\" in " + this);
        assertFalse(complaint.contains("Exception"), this::toString);
        return this;
    }

    /** How many lines of standard output there are. */
    long lines() {
        return out.lines().count();
    }
}
