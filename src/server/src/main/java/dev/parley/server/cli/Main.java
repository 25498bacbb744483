package dev.parley.server.cli;

import dev.parley.endpoints.settings.Settings;
import dev.parley.server.ParleyServer;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line: starts the embedded server and waits until it is told to end. */
@Command(name = "parley-server", mixinStandardHelpOptions = true, version = "parley-server 0.1.0-SNAPSHOT")
public final class Main implements Callable<Integer> {
    @Option(names = "--port", defaultValue = "8080", description = "port to listen on; 0 takes a free one")
    private int port;

    @Option(names = "--host", defaultValue = "localhost", description = "name or address to listen on")
    private String host = "localhost";

    private Main() {}

    /** Runs the server; the process ends with 0, 1 for a failure, or 2 for a wrong command line. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        Settings d = Settings.defaults();
        Settings settings = new Settings(
                d.origins(),
                d.connections(),
                d.subprotocols(),
                d.echo(),
                d.heartbeat(),
                d.outbox(),
                d.chat(),
                new Settings.Server(
                        host, port, d.server().tlsKeystore(), d.server().tlsPassword(), false));
        ParleyServer server;
        try {
            server = ParleyServer.start(settings);
        } catch (IOException e) {
            System.err.println("parley-server: cannot listen on " + host + ":" + port + ": " + e.getMessage());
            return 1;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "parley-shutdown"));
        System.out.println("listening on " + server.uri());
        new CountDownLatch(1).await();
        return 0;
    }
}
