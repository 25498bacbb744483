package dev.parley.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Processes that are killed. */
final class Killed {
    private Killed() {}

    /** Runs a process until it has printed enough lines of two numbers, and kills it; returns them, by the first. */
    static Map<Long, Long> after(int lines, Class<?> program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Map<Long, Long> told = new HashMap<>();
        try (BufferedReader printed =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = printed.readLine(); line != null; line = printed.readLine()) {
                String[] words = line.split(" ", -1);
                if (words.length == 2 && !words[1].isEmpty()) { // the last line may be cut off
                    told.put(Long.parseLong(words[0]), Long.parseLong(words[1]));
                }
                if (told.size() == lines) {
                    process.toHandle().destroyForcibly(); // SIGKILL; what it had printed before is read to the end
                }
            }
        } finally {
            process.destroyForcibly();
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        }
        assertTrue(told.size() >= lines, "the process ended by itself after " + told.size() + " lines");
        return told;
    }
}
