package dev.parley.conformance.runner;

import dev.parley.conformance.model.CaseResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The failures of a server that are known, each with a reason: a text file of lines {@code id verdict  # reason}. A known
 * failure does not fail the build, a new one does, and one that is gone is named. Immutable.
 */
public final class Baseline {
    /** No failure is known. */
    public static final Baseline EMPTY = new Baseline(Map.of());

    private final Map<String, Line> lines;

    private record Line(String verdict, String reason) {}

    private Baseline(Map<String, Line> lines) {
        this.lines = lines;
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read, or a line has another form
     */
    public static Baseline read(Path file) throws IOException {
        Map<String, Line> lines = new LinkedHashMap<>();
        int number = 0;
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            number++;
            int hash = line.indexOf('#');
            String text = (hash < 0 ? line : line.substring(0, hash)).strip();
            if (!text.isEmpty()) {
                String[] words = text.split("\\s+", -1);
                if (words.length != 2) {
                    throw new IOException(file + ":" + number + ": expected \"id verdict  # reason\"");
                }
                lines.put(
                        words[0],
                        new Line(
                                words[1],
                                hash < 0 ? "" : line.substring(hash + 1).strip()));
            }
        }
        return new Baseline(lines);
    }

    /** Whether this failure is known. */
    public boolean knows(CaseResult result) {
        Line line = lines.get(result.id());
        return line != null && line.verdict.equals(result.outcome().verdict().label());
    }

    /** Cases that are listed and are good now. */
    public List<String> fixed(List<CaseResult> results) {
        List<String> ids = new ArrayList<>();
        for (CaseResult result : results) {
            if (lines.containsKey(result.id()) && result.outcome().verdict().isGood()) {
                ids.add(result.id());
            }
        }
        return ids;
    }

    /** Writes the failures of these results, with the reasons that are known already, and keeps cases that did not run. */
    public void update(Path file, List<CaseResult> results) throws IOException {
        Map<String, Line> updated = new LinkedHashMap<>(lines);
        for (CaseResult result : results) {
            Line old = updated.remove(result.id());
            if (!result.outcome().verdict().isGood()) {
                String reason =
                        old == null || old.reason.isEmpty() ? result.outcome().reason() : old.reason;
                updated.put(result.id(), new Line(result.outcome().verdict().label(), reason));
            }
        }
        List<String> text = new ArrayList<>();
        text.add("# Known failures: id, verdict, and after the # the reason.");
        updated.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> text.add(entry.getKey() + " " + entry.getValue().verdict + "  # "
                        + entry.getValue().reason.replace('\n', ' ')));
        Files.write(file, text, StandardCharsets.UTF_8);
    }
}
