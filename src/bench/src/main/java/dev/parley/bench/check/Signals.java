package dev.parley.bench.check;

import java.io.IOException;

/** Controls a process by signals. */
final class Signals implements ServerControl {
    private final long pid;

    Signals(long pid) {
        this.pid = pid;
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        send("STOP");
    }

    @Override
    public void go() throws IOException, InterruptedException {
        send("CONT");
    }

    private void send(String signal) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("kill -" + signal + " " + pid + " ended with " + status);
        }
    }
}
