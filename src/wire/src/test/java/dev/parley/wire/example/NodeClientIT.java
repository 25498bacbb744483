package dev.parley.wire.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The echo servers against the package ws of Node, compressed and not. Skipped without npm, unless clients are required. */
class NodeClientIT {
    private static final Path SOURCES = Path.of("src", "test", "node");
    private static final long LIMIT_SECONDS = 120;

    @TempDir
    private static Path directory;

    @BeforeAll
    static void installPackage() throws Exception {
        boolean found = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "npm")));
        if (Boolean.getBoolean("clients.required")) {
            assertTrue(found, "npm is required");
        }
        assumeTrue(found, "SKIPPED: no npm");
        for (String file : new String[] {"package.json", "package-lock.json", ".npmrc", "client.mjs"}) {
            Files.copy(SOURCES.resolve(file), directory.resolve(file));
        }
        run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
    }

    @ParameterizedTest
    @CsvSource({"BLOCKING, DEFLATE", "BLOCKING, NONE", "NIO, DEFLATE", "NIO, NONE"})
    void echoesToWs(EchoServers kind, Echo.Extensions extensions) throws Exception {
        try (EchoServers.Running running = kind.start(extensions)) {
            String output = run("node", "client.mjs", String.valueOf(running.port()));
            String expected = extensions == Echo.Extensions.DEFLATE ? "permessage-deflate" : "";
            assertEquals("4 messages, pong, ext=" + expected + " code=4001", output.strip());
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), () -> command[0] + " takes too long");
        } finally {
            process.destroy();
        }
        String output = Files.readString(log, StandardCharsets.UTF_8);
        assertEquals(0, process.exitValue(), output);
        return output;
    }
}
