package dev.parley.bench.stores;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the system's small programs. */
final class Shell {
    private static final long SECONDS = 60;

    private Shell() {}

    /**
     * Runs one and waits for it.
     *
     * @throws IOException with what it says, if it fails or does not end
     */
    static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!hasEnded(process)) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " does not end");
        } else if (process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said.replace('\n', ' '));
        }
    }

    /** Waits for the end of a process, a minute at most. */
    static boolean hasEnded(Process process) throws IOException {
        try {
            return process.waitFor(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while process " + process.pid() + " ends");
        }
    }
}
