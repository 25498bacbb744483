package dev.parley.server.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The real jar in a process of its own; ended by {@link #close} at the latest. Confined to one thread. */
final class ServerProcess implements AutoCloseable {
    private static final String JAR = "server.jar"; // set by the build
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final Path errors;
    private final BufferedReader out;

    /** How a process ended. */
    record Ended(int status, List<String> errors) {}

    private ServerProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    static ServerProcess start(Map<String, String> environment, String... options) throws IOException {
        return start(environment, command(List.of(), options));
    }

    /** Starts it as a child of a shell, which is this process then: it is to end with the shell. */
    static ServerProcess startUnderShell(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "\"$@\" & wait", "sh"));
        command.addAll(command(List.of("-Dparley.exitWithParent=true"), options));
        return start(Map.of(), command);
    }

    private static List<String> command(List<String> properties, String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        command.addAll(properties);
        command.add("-jar");
        command.add(Objects.requireNonNull(System.getProperty(JAR), JAR));
        command.addAll(List.of(options));
        return command;
    }

    private static ServerProcess start(Map<String, String> environment, List<String> command) throws IOException {
        Path errors = Files.createTempFile("parley-server", ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        return new ServerProcess(builder.start(), errors);
    }

    /** Reads the output up to the line that says where it listens, and returns the port. */
    int port() throws IOException {
        String prefix = "listening on ";
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(prefix)) {
                return java.net.URI.create(line.substring(prefix.length())).getPort();
            }
        }
        throw new IOException("the server ended: " + Files.readString(errors));
    }

    /** Returns the next line of the output. */
    String line() throws IOException {
        return Objects.requireNonNull(out.readLine(), "end of output");
    }

    /** Returns the one process that this one has started. */
    ProcessHandle child() {
        return process.children().findAny().orElseThrow();
    }

    /** Sends SIGINT, SIGTERM or SIGKILL. */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        if (kill.waitFor() != 0) {
            throw new IOException("kill failed");
        }
    }

    Ended awaitEnd() throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("the server did not end");
        }
        return new Ended(process.exitValue(), Files.readAllLines(errors));
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        Files.deleteIfExists(errors);
    }
}
