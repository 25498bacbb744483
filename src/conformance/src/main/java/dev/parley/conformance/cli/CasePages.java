package dev.parley.conformance.cli;

import dev.parley.conformance.model.ConformanceCase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The documentation of the cases: a page of Markdown for each category. Stateless. */
final class CasePages {
    private static final Map<String, String> TOPICS = Map.ofEntries(
            Map.entry("1", "messages of many lengths"),
            Map.entry("2", "pings and pongs"),
            Map.entry("3", "reserved bits"),
            Map.entry("4", "reserved opcodes"),
            Map.entry("5", "fragmentation"),
            Map.entry("6", "UTF-8"),
            Map.entry("7", "closing"),
            Map.entry("9", "large messages, many messages"),
            Map.entry("10", "fragmentation on its own terms"),
            Map.entry("12", "compressed messages, one after the other"),
            Map.entry("13", "compressed messages, with each set of parameters"));

    private CasePages() {}

    static void write(Path directory, List<ConformanceCase> cases) throws IOException {
        Files.createDirectories(directory);
        Map<String, List<ConformanceCase>> pages = new TreeMap<>();
        for (ConformanceCase one : cases) {
            pages.computeIfAbsent(one.category(), name -> new ArrayList<>()).add(one);
        }
        for (Map.Entry<String, List<ConformanceCase>> page : pages.entrySet()) {
            Files.writeString(
                    directory.resolve(page.getKey() + ".md"),
                    page(page.getKey(), page.getValue()),
                    StandardCharsets.UTF_8);
        }
    }

    private static String page(String category, List<ConformanceCase> cases) {
        StringBuilder page = new StringBuilder("# Category " + category);
        if (TOPICS.containsKey(category)) {
            page.append(": ").append(TOPICS.get(category));
        }
        page.append("\n\n<!-- Written by `parley-conformance list --pages`. -->\n\nCases: ")
                .append(cases.size())
                .append(".\n");
        for (ConformanceCase one : cases) {
            page.append("\n## ").append(one.id()).append("\n\n");
            text(one)
                    .lines()
                    .map(line -> line.replaceAll("([\\\\`*_<>|\\[\\]])", "\\\\$1"))
                    .forEach(line -> page.append("- ").append(line).append('\n'));
        }
        return page.toString();
    }

    /** All that is to be said of a case. */
    static String text(ConformanceCase one) {
        return one.title() + ".\n"
                + "Rule: " + one.rule() + ", " + one.level() + "\n"
                + "Sent: " + one.sent() + "\n"
                + "Accepted: " + one.accepted() + "\n"
                + "Why: " + one.why() + "\n"
                + (one.needs().isEmpty() ? "" : "Needs: " + needs(one) + "\n")
                + (one.tags().isEmpty()
                        ? ""
                        : "Tags: "
                                + String.join(" ", one.tags().stream().sorted().toList()) + "\n");
    }

    private static String needs(ConformanceCase one) {
        return String.join(
                ", ",
                one.needs().stream()
                        .sorted()
                        .map(need -> need.name().toLowerCase(Locale.ROOT))
                        .toList());
    }
}
