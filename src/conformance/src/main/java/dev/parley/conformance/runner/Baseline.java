package dev.parley.conformance.runner;

import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.model.Catalogue;
import dev.parley.conformance.verdict.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The failures of a server that are known, each with a reason: a text file of lines {@code id verdict  # reason}. A known
 * failure does not fail the build, a new one does, and one that is gone is named. The verdict is {@code fail},
 * {@code error}, or {@code flaky} for a server that fails only at times. Immutable.
 */
public final class Baseline {
    /** No failure is known. */
    public static final Baseline EMPTY = new Baseline(Map.of());

    /** What would end the line of a reason, or do other things to those who read it. */
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029]");

    private static final String FLAKY = "flaky";
    private static final List<String> VERDICTS = List.of(Verdict.FAIL.label(), Verdict.ERROR.label(), FLAKY);

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
                if (words.length != 2 || !VERDICTS.contains(words[1])) {
                    throw new IOException(
                            file + ":" + number + ": expected \"id verdict  # reason\", with a verdict of " + VERDICTS);
                }
                String reason = hash < 0 ? "" : line.substring(hash + 1).strip();
                if (lines.put(words[0], new Line(words[1], reason)) != null) {
                    throw new IOException(file + ":" + number + ": a second line for " + words[0]);
                }
            }
        }
        return new Baseline(lines);
    }

    /** The ids that no case of the catalogue has. */
    public List<String> unknown(Catalogue catalogue) {
        return lines.keySet().stream()
                .filter(id -> catalogue.find(id).isEmpty())
                .toList();
    }

    /** Why a failure is known, if it is. */
    public Optional<String> reason(String id) {
        return Optional.ofNullable(lines.get(id)).map(Line::reason);
    }

    /** Whether this failure is known. */
    public boolean knows(CaseResult result) {
        Line line = lines.get(result.id());
        return line != null
                && (line.verdict.equals(FLAKY)
                        || line.verdict.equals(result.outcome().verdict().label()));
    }

    /** Cases that are listed and are good now. */
    public List<String> fixed(List<CaseResult> results) {
        List<String> ids = new ArrayList<>();
        for (CaseResult result : results) {
            Line line = lines.get(result.id());
            boolean listed = line != null && !line.verdict.equals(FLAKY);
            if (listed && result.outcome().verdict().isGood()) {
                ids.add(result.id());
            }
        }
        return ids;
    }

    /** Writes the failures of these results, with the reasons that are known already, and keeps cases that did not run. */
    public void update(Path file, List<CaseResult> results) throws IOException {
        Map<String, Line> updated = new LinkedHashMap<>(lines);
        for (CaseResult result : results) {
            Line old = lines.get(result.id());
            if (old != null && old.verdict.equals(FLAKY)) {
                continue;
            }
            updated.remove(result.id());
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
                        + CONTROL.matcher(entry.getValue().reason).replaceAll(" ")));
        Files.write(file, text, StandardCharsets.UTF_8);
    }
}
