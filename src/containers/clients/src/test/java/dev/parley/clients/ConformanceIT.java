package dev.parley.clients;

import dev.parley.conformance.junit.ConformanceTests;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The conformance suite against servers that were not written here, and through a proxy. What each does wrong stands in its
 * baseline file; {@code -Dconformance.update-baseline=true} writes that anew.
 */
class ConformanceIT {
    @RegisterExtension
    static final Targets TARGETS = new Targets();

    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Servers on a machine that does other things too; the one in Python takes seconds for a flood. */
    private static final double PATIENT = 2;

    private static final double VERY_PATIENT = 3;
    private static final Pattern LISTENING = Pattern.compile("listening on (\\d+)");

    private final Path module = Checkout.of("src/containers/clients");
    private AutoCloseable running = () -> {};

    @AfterEach
    void stop() throws Exception {
        running.close();
    }

    @TestFactory
    Stream<DynamicTest> ws() throws Exception {
        Path directory = Checkout.scratch("ws");
        Path node = Program.required("node", "install Node 18 or later");
        Language.installWs(directory);
        Path program = directory.resolve("echo-server.mjs");
        Files.copy(module.resolve("src/test/node/echo-server.mjs"), program, StandardCopyOption.REPLACE_EXISTING);
        return suite("ws", PATIENT, started("ws", node, program));
    }

    @TestFactory
    Stream<DynamicTest> websockets() throws Exception {
        Path python = Program.pythonWith("websockets", "apt-get install python3-websockets");
        Path program = module.resolve("src/test/python/echo_server.py");
        return suite("websockets", VERY_PATIENT, started("websockets", python, program));
    }

    @TestFactory
    Stream<DynamicTest> nginxInFrontOfTheEmbeddedServer() throws Exception {
        Target.Running front = Nginx.start(TARGETS.get(Target.EMBEDDED).base());
        running = front.process();
        return suite("nginx", PATIENT, URI.create(front.ws() + "/echo"));
    }

    private URI started(String name, Path interpreter, Path program) throws IOException, InterruptedException {
        ServerProcess process = new ServerProcess(
                new ProcessBuilder(interpreter.toString(), program.toString()),
                LISTENING,
                Checkout.scratch("logs").resolve(name + ".log"));
        running = process;
        return URI.create("ws://127.0.0.1:" + process.awaitReady(LIMIT).group(1) + "/echo");
    }

    private Stream<DynamicTest> suite(String name, double factor, URI server) throws IOException {
        return ConformanceTests.against(
                        new dev.parley.conformance.script.Target(server, List.of(), Optional.empty(), 0, factor))
                .exclude("9")
                .baseline(module.resolve("baseline-" + name + ".txt"))
                .reports(Path.of("target", "conformance", name), name)
                .tests();
    }
}
