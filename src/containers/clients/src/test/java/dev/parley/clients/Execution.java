package dev.parley.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that has run to its end. Immutable.
 *
 * @param command as it was started
 * @param status its exit status
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record Execution(List<String> command, int status, String out, String err) {
    Execution {
        command = List.copyOf(command);
    }

    /**
     * Runs a program.
     *
     * @param limit it is killed and the test fails if it takes longer
     * @param environment in addition to this process's own
     */
    static Execution of(Duration limit, Path directory, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("execution", ".out");
        Path err = Files.createTempFile("execution", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            Execution execution = new Execution(
                    List.of(command), process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
            if (!ended) {
                throw new AssertionError("not ended within " + limit + ": " + execution);
            }
            return execution;
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** Returns the lines of standard output; fails unless the status is 0. */
    List<String> lines() {
        if (status != 0) {
            throw new AssertionError("status " + status + ": " + this);
        }
        return out.lines().toList();
    }
}
