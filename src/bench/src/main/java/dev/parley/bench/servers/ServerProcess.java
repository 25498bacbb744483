package dev.parley.bench.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server in a JVM of its own, on a free port of the loopback address. It says {@code listening on URL} on its standard
 * output; all that it says goes to a file. It ends with this process.
 */
public final class ServerProcess implements AutoCloseable {
    private static final String LISTENING = "listening on ";
    private static final long START_SECONDS = 120;
    private static final long END_SECONDS = 20;
    private static final List<String> OPTIONS = List.of(
            "-Xms512m",
            "-Xmx4g",
            "-XX:-UseDynamicNumberOfCompilerThreads", // one that ended would take its CPU time along
            "-Djava.awt.headless=true");

    private final Process process;
    private final URI uri;
    private final Path log;
    private final ServerHeap heap;

    private ServerProcess(Process process, URI uri, Path log, ServerHeap heap) {
        this.process = process;
        this.uri = uri;
        this.log = log;
        this.heap = heap;
    }

    /**
     * Starts a server and waits until it listens.
     *
     * @param jvmOptions further options of its JVM, such as settings
     * @throws IOException if it ends, or does not listen within two minutes; the message ends with what it said last
     */
    public static ServerProcess start(ServerKind kind, List<String> jvmOptions)
            throws IOException, InterruptedException {
        return start(kind, jvmOptions, 0);
    }

    /** Starts a server on this port; 0 takes a free one. Only of Parley's servers. */
    static ServerProcess start(ServerKind kind, List<String> jvmOptions, int port)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        Path collections = temporary(kind, ".gc");
        command.add(ServerHeap.option(collections));
        command.addAll(jvmOptions);
        command.addAll(kind.program(port));
        Path log = temporary(kind, ".log");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        CompletableFuture<URI> listening = new CompletableFuture<>();
        Thread reader = new Thread(() -> copy(process, log, listening), "log of " + kind.label());
        reader.setDaemon(true);
        reader.start();
        try {
            URI uri = listening.get(START_SECONDS, TimeUnit.SECONDS);
            return new ServerProcess(process, uri, log, new ServerHeap(process.pid(), collections));
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IOException(kind.label() + " did not start: " + lastWords(log), e);
        }
    }

    private static Path temporary(ServerKind kind, String suffix) throws IOException {
        Path file = Files.createTempFile("bench-" + kind.label() + "-", suffix);
        file.toFile().deleteOnExit();
        return file;
    }

    /** Where it answers, such as {@code http://127.0.0.1:40123/}. */
    public URI uri() {
        return uri;
    }

    /** The WebSocket URI of a path, which begins with a slash. */
    public String webSocket(String path) {
        return "ws://" + uri.getHost() + ":" + uri.getPort() + path;
    }

    /** Its heap. */
    public ServerHeap heap() {
        return heap;
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The last lines that it wrote. */
    public String lastWords() {
        return lastWords(log);
    }

    /** Sends it a signal, such as STOP. */
    public void signal(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("kill -" + name + " " + pid() + " ended with " + status);
        }
    }

    /** Ends it as a crash does, and waits until it has ended. */
    void kill() throws IOException, InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("the process " + pid() + " does not end when it is killed");
        }
    }

    /** Ends it as an operator does, and waits; by force if that takes too long. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Process process, Path log, CompletableFuture<URI> listening) {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8);
                var out = Files.newBufferedWriter(log)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.write(line + "\n");
                out.flush();
                if (line.startsWith(LISTENING)) {
                    listening.complete(URI.create(line.substring(LISTENING.length())));
                }
            }
        } catch (IOException e) {
            listening.completeExceptionally(e); // the process was ended
        }
        listening.completeExceptionally(new IOException("it ended"));
    }

    private static String lastWords(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
        } catch (IOException e) {
            return "its log cannot be read: " + e.getMessage();
        }
    }
}
