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
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

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

    /** The cases selected; a pattern that selects nothing is an error of usage, and so is nothing at all. */
    List<ConformanceCase> select(CommandLine command) {
        Catalogue catalogue = AllCases.catalogue();
        Selection selection = new Selection(
                patterns(command, "--cases", cases, catalogue),
                patterns(command, "--exclude", exclude, catalogue),
                compat ? Selection.Compat.AUTOBAHN : Selection.Compat.SHARP);
        List<ConformanceCase> selected = selection.of(catalogue);
        if (selected.isEmpty()) {
            throw new ParameterException(command, "no case is left by --cases " + cases + " --exclude " + exclude);
        }
        return selected;
    }

    private static List<CasePattern> patterns(
            CommandLine command, String option, List<String> texts, Catalogue catalogue) {
        List<CasePattern> patterns = new ArrayList<>();
        for (String text : texts) {
            List<String> written = text.startsWith("@")
                    ? Named.file(command, option, Path.of(text.substring(1)), SelectionOptions::lines)
                    : List.of(text);
            for (String one : written) {
                CasePattern pattern = CasePattern.of(one);
                if (catalogue.all().stream().noneMatch(pattern::selects)) {
                    throw new ParameterException(command, option + ": no case matches " + one);
                }
                patterns.add(pattern);
            }
        }
        return patterns;
    }

    /** The first word of each line that is more than a remark: lists of cases and baselines alike. */
    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                .map(line -> line.replaceAll("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .map(line -> line.split("\\s+", 2)[0])
                .toList();
    }
}
