package dev.parley.conformance.cli;

import dev.parley.conformance.model.ConformanceCase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The documentation of the cases: a page of Markdown for each category. Stateless. */
final class CasePages {
    private CasePages() {}

    static void write(Path directory, List<ConformanceCase> cases) throws IOException {
        Files.createDirectories(directory);
        Map<String, StringBuilder> pages = new TreeMap<>();
        for (ConformanceCase one : cases) {
            StringBuilder page = pages.computeIfAbsent(
                    one.category(), name -> new StringBuilder("# Cases of category " + name + "\n"));
            page.append("\n## ")
                    .append(one.id())
                    .append("\n\n")
                    .append(text(one).replace("\n", "  \n"));
        }
        for (Map.Entry<String, StringBuilder> page : pages.entrySet()) {
            Files.writeString(
                    directory.resolve(page.getKey() + ".md"), page.getValue().toString(), StandardCharsets.UTF_8);
        }
    }

    /** All that is to be said of a case. */
    static String text(ConformanceCase one) {
        return one.title() + ".\n"
                + "Rule: " + one.rule() + ", " + one.level() + "\n"
                + "Sent: " + one.sent() + "\n"
                + "Accepted: " + one.accepted() + "\n"
                + "Why: " + one.why() + "\n"
                + (one.needs().isEmpty() ? "" : "Needs: " + one.needs() + "\n")
                + (one.tags().isEmpty() ? "" : "Tags: " + String.join(" ", one.tags()) + "\n");
    }
}
