package dev.parley.conformance.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.JMRuntimeException;
import javax.management.ObjectName;

/**
 * Tells HotSpot that this process ends in seconds, so that its optimizing compiler (C2) has nothing to do: what it makes
 * would be ready when the run is over, and until then it takes a processor from the server under test. It took a third of
 * all time (decision 0331). Stateless.
 */
final class ShortRun {
    private static final String DIRECTIVES = "[{match: [\"*.*\"], c2: {Exclude: true}}]";

    private ShortRun() {}

    /**
     * Leaves all code to the quick compiler (C1). A machine that does not know how goes on as it is.
     *
     * @return what the machine said; empty if it was not asked
     */
    static String begin() {
        if (ModuleLayer.boot().findModule("jdk.management").isEmpty()) {
            return "";
        }
        try {
            Path file = Files.createTempFile("parley-conformance", ".json");
            try {
                Files.writeString(file, DIRECTIVES, StandardCharsets.US_ASCII);
                return said(file);
            } finally {
                Files.delete(file);
            }
        } catch (JMException
                | JMRuntimeException
                | IOException e) { // not HotSpot, or no room: the run is slower, and no other
            return "";
        }
    }

    /** The same as {@code jcmd PID Compiler.directives_add FILE}. */
    private static String said(Path file) throws JMException {
        return String.valueOf(ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "compilerDirectivesAdd",
                        new Object[] {new String[] {file.toString()}},
                        new String[] {String[].class.getName()}));
    }
}
