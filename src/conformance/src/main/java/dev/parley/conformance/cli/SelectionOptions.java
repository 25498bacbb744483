package dev.parley.conformance.cli;

import dev.parley.conformance.cases.AllCases;
import dev.parley.conformance.model.CasePattern;
import dev.parley.conformance.model.Catalogue;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.runner.Selection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which cases; shared by {@code run} and {@code list}. */
final class SelectionOptions {
    @Option(
            names = "--cases",
            split = ",",
            paramLabel = "PATTERN",
            description =
                    "run these: ids, with * for anything; 7.1 takes all of 7.1.*; tag:NAME; %nor @FILE with a pattern"
                            + " a line")
    private List<String> cases = new ArrayList<>();

    @Option(
            names = "--exclude",
            split = ",",
            paramLabel = "PATTERN",
            description = "leave these out; patterns as in --cases")
    private List<String> exclude = new ArrayList<>();

    @Option(
            names = "--autobahn-compat",
            description = "the 517 cases of the Autobahn test suite and nothing else, among them all 216 of 12 and 13")
    private boolean compat;

    /** The cases selected; none is an error of usage. */
    List<ConformanceCase> select() throws IOException {
        Catalogue catalogue = AllCases.catalogue();
        Selection selection = new Selection(
                patterns(cases), patterns(exclude), compat ? Selection.Compat.AUTOBAHN : Selection.Compat.SHARP);
        List<ConformanceCase> selected = selection.of(catalogue);
        if (selected.isEmpty()) {
            throw new IOException("no case matches --cases " + cases + " --exclude " + exclude);
        }
        return selected;
    }

    private static List<CasePattern> patterns(List<String> texts) throws IOException {
        List<CasePattern> patterns = new ArrayList<>();
        for (String text : texts) {
            if (text.startsWith("@")) {
                for (String line : Files.readAllLines(Path.of(text.substring(1)), StandardCharsets.UTF_8)) {
                    String id = line.replaceAll("#.*", "").strip();
                    if (!id.isEmpty()) {
                        patterns.add(CasePattern.of(id.split("\\s+", 2)[0]));
                    }
                }
            } else {
                patterns.add(CasePattern.of(text));
            }
        }
        return patterns;
    }
}
