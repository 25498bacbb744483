package dev.parley.endpoints.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table of settings in the documentation is the one that the declarations make; {@code -Dapi.update=true} rewrites it. */
final class SettingsTableTest {
    private static final Path PAGE = Path.of("../../docs/operations.md");
    private static final String BEGIN = "<!-- settings: made from Catalogue.java, do not edit -->\n";
    private static final String END = "<!-- end of settings -->\n";

    @Test
    void matchesDeclarations() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        assertTrue(begin >= 0 && end > begin, "docs/operations.md lacks the marks of the table");
        String made = page.substring(0, begin) + BEGIN + table() + page.substring(end);
        if (Boolean.getBoolean("api.update")) {
            Files.writeString(PAGE, made);
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
