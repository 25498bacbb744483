package dev.parley.clients;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** nginx with the configuration of the documentation, in front of a server. */
final class Nginx {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Nginx() {}

    /** Starts it in front of {@code server}; without nginx the test is skipped or fails, as {@link Program} has it. */
    static Target.Running start(URI server) throws IOException, InterruptedException {
        Path nginx = Program.required("nginx", "apt-get install --no-install-recommends nginx-light");
        int port = freePort();
        Path directory = Checkout.scratch("nginx-" + port);
        Path configuration = Files.writeString(directory.resolve("nginx.conf"), local(directory, port, server));
        ProcessBuilder builder = new ProcessBuilder(
                nginx.toString(),
                "-p",
                directory.toString(),
                "-c",
                configuration.toString(),
                "-e",
                "stderr",
                "-g",
                "daemon off;");
        Path log = Checkout.scratch("logs").resolve("nginx-" + port + ".log");
        ServerProcess process = new ServerProcess(builder, Pattern.compile("start worker process \\d"), log);
        process.awaitReady(LIMIT);
        return new Target.Running(process, URI.create("http://127.0.0.1:" + port + "/"));
    }

    /** The configuration as it is, but for its two addresses and its directory. */
    private static String local(Path directory, int port, URI server) throws IOException {
        String inContainer = Files.readString(Checkout.of("docs/deploy/nginx.conf"));
        String local = inContainer
                .replace("listen 8080;", "listen 127.0.0.1:" + port + ";")
                .replace("server parley:8080;", "server " + server.getAuthority() + ";")
                .replace("access_log /dev/stdout;", "access_log off;")
                .replace("/tmp/", directory + "/");
        // its log at level notice says when its workers are up
        return local.replace("events {", "error_log stderr notice;\nevents {");
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
