package dev.parley.conformance.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** The public types and members of a module, as {@code javap} prints them, in order of the alphabet. Stateless. */
public final class ApiText {
    private ApiText() {}

    /** Compares the classes of a module with its {@code api.txt}, or writes that with {@code -Dapi.update=true}. */
    public static void check(Path module) throws IOException {
        Path golden = module.resolve("api.txt");
        String now = String.join("", publicTypes(module.resolve("target/classes")));
        if (Boolean.getBoolean("api.update")) {
            Files.writeString(golden, now);
        }
        assertEquals(
                Files.readString(golden, StandardCharsets.UTF_8),
                now,
                "the public API has changed: if it should, run with -Dapi.update=true and say so in CHANGELOG.md");
    }

    private static List<String> publicTypes(Path classes) throws IOException {
        List<String> types = new ArrayList<>();
        List<String> members = new ArrayList<>();
        String header = "";
        for (String line : javap(classes).lines().toList()) {
            if (line.equals("}")) {
                if (header.startsWith("public ")) {
                    types.add(header + "\n"
                            + String.join("", members.stream().sorted().toList()) + "}\n");
                }
                members.clear();
            } else if (line.startsWith(" ")) {
                members.add(line + "\n");
            } else if (!line.startsWith("Compiled from")) {
                header = line;
            }
        }
        assertTrue(!types.isEmpty(), () -> "no public type in " + classes);
        return types.stream().sorted().toList();
    }

    private static String javap(Path classes) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-protected"));
        try (Stream<Path> files = Files.walk(classes)) {
            files.map(Path::toString)
                    .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
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
