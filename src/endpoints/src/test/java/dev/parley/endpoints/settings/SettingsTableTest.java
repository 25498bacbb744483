package dev.parley.endpoints.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of settings in the documentation is the one that the declarations make; {@code -Dapi.update=true} rewrites it. */
final class SettingsTableTest {
    private static final String BEGIN = "<!-- settings: made from Catalogue.java, do not edit -->\n";
    private static final String END = "<!-- end of settings -->\n";

    @ParameterizedTest
    @ValueSource(strings = {"docs/operations.md", "README.md"})
    void matchesDeclarations(String document) throws IOException {
        Path file = Path.of("../..").resolve(document);
        String page = Files.readString(file);
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        assertTrue(begin >= 0 && end > begin, document + " lacks the marks of the table");
        String made = page.substring(0, begin) + BEGIN + table() + page.substring(end);
        if (Boolean.getBoolean("api.update")) {
            Files.writeString(file, made);
        } else {
            assertEquals(made, page, "run mvn -pl src/endpoints test -Dapi.update=true");
        }
    }

    private static String table() {
        StringBuilder table = new StringBuilder("\n| Setting | Default | Allowed | Meaning |\n|---|---|---|---|\n");
        for (Setting<?> setting : Catalogue.ALL) {
            String fallback = setting.fallback().isEmpty() ? "nothing" : "`" + setting.fallback() + "`";
            table.append("| `" + setting.key() + "` | " + fallback + " | "
                    + setting.kind().allowed().replace("*", "\\*") + " | " + setting.description() + " |\n");
        }
        return table.append("\n").toString();
    }
}
