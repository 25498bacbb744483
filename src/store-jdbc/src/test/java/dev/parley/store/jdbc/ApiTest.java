package dev.parley.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The public signatures of this module stand in {@code src/store-jdbc/api.txt}, so that each change shows in a diff.
 * {@code mvn -pl src/store-jdbc -am verify -Dapi.update=true} writes the file anew.
 */
class ApiTest {
    private static final Path GOLDEN = Path.of("api.txt"); // tests run in the directory of the module

    @Test
    void isAsWrittenDown() throws IOException {
        String api = api();
        if (Boolean.getBoolean("api.update")) {
            Files.writeString(GOLDEN, api);
        }
        assertEquals(
                Files.readString(GOLDEN), api, "if the change is meant: -Dapi.update=true and a line in CHANGELOG");
    }

    private static String api() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-protected"));
        Path main = mainClasses();
        try (Stream<Path> files = Files.walk(main)) {
            files.map(Path::toString)
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .sorted()
                    .forEach(arguments::add);
        }
        StringWriter printed = new StringWriter();
        StringWriter errors = new StringWriter();
        int status = ToolProvider.findFirst("javap")
                .orElseThrow()
                .run(new PrintWriter(printed), new PrintWriter(errors), arguments.toArray(String[]::new));
        assertEquals(0, status, errors.toString());
        List<String> types = publicTypes(printed.toString());
        assertTrue(types.size() >= 4, types.size() + " public types");
        return String.join("\n", types);
    }

    private static Path mainClasses() {
        try {
            return Path.of(JdbcLogs.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Splits what javap prints into types, each with its members in order of the alphabet. */
    private static List<String> publicTypes(String printed) {
        List<String> types = new ArrayList<>();
        List<String> members = new ArrayList<>();
        String header = "";
        for (String line : printed.lines().toList()) {
            if (line.equals("}")) {
                if (header.startsWith("public ")) {
                    types.add(members.stream().sorted().collect(Collectors.joining("\n", header + "\n", "\n}\n")));
                }
                members.clear();
            } else if (line.startsWith(" ")) {
                members.add(line);
            } else if (!line.startsWith("Compiled from")) {
                header = line;
            }
        }
        return types.stream().sorted().toList();
    }
}
