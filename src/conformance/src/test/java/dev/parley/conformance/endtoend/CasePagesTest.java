package dev.parley.conformance.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages under docs/conformance are those that {@code list --pages} writes; {@code -Dpages.update=true} writes them. */
class CasePagesTest {
    private static final Path DOCS = Path.of(System.getProperty("basedir", ""), "..", "..", "docs", "conformance");

    @TempDir
    Path directory;

    @Test
    void areThoseOfTheCatalogue() throws IOException {
        write(directory);
        Map<String, String> now = pages(directory);
        if (Boolean.getBoolean("pages.update")) {
            write(DOCS);
            for (String name : pages(DOCS).keySet()) {
                if (!now.containsKey(name)) {
                    Files.delete(DOCS.resolve(name));
                }
            }
        }
        Map<String, String> there = pages(DOCS);
        assertEquals(now.keySet(), there.keySet(), "pages: run with -Dpages.update=true");
        now.forEach((name, text) -> assertEquals(text, there.get(name), name + ": run with -Dpages.update=true"));
    }

    private static void write(Path to) {
        Said.by("list", "--pages", to.toString()).with(0);
        Said.by("list", "--autobahn-compat", "--cases", "12,13", "--pages", to.toString())
                .with(0);
    }

    private static Map<String, String> pages(Path from) throws IOException {
        Map<String, String> pages = new TreeMap<>();
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                pages.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return pages;
    }
}
