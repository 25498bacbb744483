package dev.parley.endpoints;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The public types and members of the module are those of {@code api.txt}; {@code -Dapi.update=true} rewrites it. */
class ApiTest {
    private static final Path MODULE = Path.of(System.getProperty("basedir", ""));
    private static final Path CLASSES = MODULE.resolve("target/classes");
    private static final Path GOLDEN = MODULE.resolve("api.txt");

    @Test
    void isWhatTheGoldenFileSays() throws IOException {
        String now = String.join("\n", publicTypes()) + "\n";
        if (Boolean.getBoolean("api.update")) {
            Files.writeString(GOLDEN, now);
        }
        assertEquals(
                Files.readString(GOLDEN), now, "the public API has changed: if it should, run with -Dapi.update=true");
    }

    private static List<String> publicTypes() throws IOException {
        List<String> types = new ArrayList<>();
        List<String> type = new ArrayList<>();
        for (String line : javap().split("\\R", -1)) {
            if (line.startsWith("Compiled from")) {
                continue;
            }
            type.add(line.stripTrailing());
            if (line.equals("}")) {
                if (type.get(0).startsWith("public ")) {
                    types.add(sorted(type));
                }
                type.clear();
            }
        }
        assertTrue(types.size() > 20, types.size() + " public types seen");
        return types.stream().sorted().toList();
    }

    private static String sorted(List<String> type) {
        List<String> members =
                type.subList(1, type.size() - 1).stream().sorted().toList();
        List<String> whole = new ArrayList<>();
        whole.add(type.get(0));
        whole.addAll(members);
        whole.add("}");
        return String.join("\n", whole);
    }

    private static String javap() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-protected"));
        try (Stream<Path> files = Files.walk(CLASSES)) {
            files.map(Path::toString)
                    .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
                    .sorted()
                    .forEach(arguments::add);
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = ToolProvider.findFirst("javap")
                .orElseThrow()
                .run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        assertEquals(0, status, err::toString);
        return out.toString();
    }
}
