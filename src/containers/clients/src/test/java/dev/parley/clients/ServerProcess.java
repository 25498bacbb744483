package dev.parley.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a process of its own, which ends with {@link #close()} or with this one. Its output goes to a file. */
final class ServerProcess implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    private final Process process;
    private final CompletableFuture<MatchResult> ready = new CompletableFuture<>();
    private final Thread endWithUs;

    /**
     * Starts it.
     *
     * @param ready the line of its output that says that it is up
     * @param log takes all of its output
     */
    ServerProcess(ProcessBuilder builder, Pattern ready, Path log) throws IOException {
        process = builder.redirectErrorStream(true).start();
        endWithUs = new Thread(process::destroy, "end-server");
        Runtime.getRuntime().addShutdownHook(endWithUs);
        Thread reader = new Thread(() -> read(ready, log), "server-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Waits for the line that says that it is up, and returns what the pattern found in it. */
    MatchResult awaitReady(Duration limit) throws InterruptedException {
        try {
            return ready.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new AssertionError("the server did not come up", e);
        }
    }

    private void read(Pattern wanted, Path log) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
                Writer out = Files.newBufferedWriter(log)) {
            StringBuilder seen = new StringBuilder();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.append(line).append('\n').flush();
                if (!ready.isDone()) {
                    seen.append(line).append('\n');
                    Matcher matcher = wanted.matcher(seen);
                    if (matcher.find()) {
                        ready.complete(matcher.toMatchResult());
                    }
                }
            }
            ready.completeExceptionally(new IOException("it ended; it had said:\n" + seen));
        } catch (IOException e) {
            ready.completeExceptionally(new UncheckedIOException(e));
        }
    }

    /** Asks it to end, as an administrator would, and fails if it does not. */
    @Override
    public void close() throws IOException {
        Runtime.getRuntime().removeShutdownHook(endWithUs);
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("the server did not end within " + STOP_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("while the server was ending");
        }
    }
}
