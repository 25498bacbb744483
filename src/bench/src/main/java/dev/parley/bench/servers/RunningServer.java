package dev.parley.bench.servers;

import java.io.IOException;
import java.util.List;

/** A server that can be killed and started again, with the same settings on the same port. For one thread. */
public final class RunningServer implements AutoCloseable {
    private final ServerKind kind;
    private final List<String> jvmOptions;
    private final int port;
    private ServerProcess process;

    private RunningServer(ServerKind kind, List<String> jvmOptions, int port, ServerProcess process) {
        this.kind = kind;
        this.jvmOptions = jvmOptions;
        this.port = port;
        this.process = process;
    }

    /** Starts one, as {@link ServerProcess} does. */
    public static RunningServer start(ServerKind kind, List<String> jvmOptions)
            throws IOException, InterruptedException {
        int port = Ports.free();
        return new RunningServer(kind, jvmOptions, port, ServerProcess.start(kind, jvmOptions, port));
    }

    /** Ends its process as a crash does, and waits until it has ended. */
    public void kill() throws IOException, InterruptedException {
        process.kill();
    }

    /** Starts it again after a kill, and waits until it listens. */
    public void startAgain() throws IOException, InterruptedException {
        process = ServerProcess.start(kind, jvmOptions, port);
    }

    /** Its process, until it is killed. */
    public ServerProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
