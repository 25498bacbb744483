package dev.parley.server.cli;

import dev.parley.server.ParleyServer;
import java.io.PrintWriter;
import picocli.CommandLine;

/** Ties the end of the process to the end of the server. */
final class EndOfProcess {
    private static final long PATIENCE_MILLIS = 4_500;
    private static final String WITH_PARENT = "parley.exitWithParent";

    private EndOfProcess() {}

    /**
     * Closes the server when the process is told to end (SIGINT, SIGTERM), and ends the process in any case soon after.
     * With {@code -Dparley.exitWithParent=true} it also ends when the process that started it does, as Maven does when
     * it alone is told to end.
     */
    static void closes(ParleyServer server, PrintWriter err) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> closeInTime(server, err), "parley-shutdown"));
        if (Boolean.getBoolean(WITH_PARENT)) {
            ProcessHandle.current().parent().ifPresent(EndOfProcess::endWith);
        }
    }

    private static void endWith(ProcessHandle parent) {
        Thread watching = new Thread(
                () -> {
                    parent.onExit().join();
                    System.exit(CommandLine.ExitCode.OK);
                },
                "parley-parent");
        watching.setDaemon(true);
        watching.start();
    }

    private static void closeInTime(ParleyServer server, PrintWriter err) {
        Thread closing = new Thread(server::close, "parley-close");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) { // nobody interrupts a shutdown hook
            Thread.currentThread().interrupt();
        }
        if (closing.isAlive()) {
            err.println("parley-server: did not end within " + PATIENCE_MILLIS + " ms, ending at once");
            Runtime.getRuntime().halt(ServeCommand.FAILURE);
        }
    }
}
