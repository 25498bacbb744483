package dev.parley.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every public signature stands in api.txt, so that a change shows in review; {@code -Dapi.update=true} writes it anew. */
class ApiTest {
    private static final Path GOLDEN = Path.of("api.txt");
    private static final Path CLASSES = Path.of("target", "classes");

    @Test
    void isWhatApiTxtSays() throws Exception {
        String now = signatures();
        if (Boolean.getBoolean("api.update")) {
            Files.writeString(GOLDEN, now);
        }
        String golden = Files.readString(GOLDEN, StandardCharsets.UTF_8);
        assertEquals(golden, now, "the public API has changed: run with -Dapi.update=true and note it in CHANGELOG.md");
    }

    private static String signatures() throws Exception {
        List<String> command = new ArrayList<>(List.of("-protected", "-cp", CLASSES.toString()));
        try (Stream<Path> files = Files.walk(CLASSES)) {
            files.map(file -> CLASSES.relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .sorted()
                    .forEach(command::add);
        }
        StringWriter printed = new StringWriter();
        ToolProvider javap = ToolProvider.findFirst("javap").orElseThrow();
        int status = javap.run(new PrintWriter(printed), new PrintWriter(printed), command.toArray(String[]::new));
        assertEquals(0, status, printed::toString);
        return publicTypes(printed.toString().lines().toList());
    }

    /** Types whose header is public, with their members sorted. */
    private static String publicTypes(List<String> lines) {
        StringBuilder api = new StringBuilder();
        List<String> members = new ArrayList<>();
        boolean inPublic = false;
        for (String line : lines) {
            if (line.startsWith("Compiled from")) {
                continue;
            }
            if (line.endsWith("{") && !line.startsWith(" ")) {
                inPublic = line.startsWith("public ");
                members.clear();
                if (inPublic) {
                    api.append(line).append('\n');
                }
            } else if (line.equals("}")) {
                if (inPublic) {
                    members.stream()
                            .sorted()
                            .forEach(member -> api.append(member).append('\n'));
                    api.append("}\n");
                }
            } else {
                members.add(line);
            }
        }
        return api.toString();
    }
}
