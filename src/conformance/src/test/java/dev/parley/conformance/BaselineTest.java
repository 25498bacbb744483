package dev.parley.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.conformance.cases.AllCases;
import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.runner.Baseline;
import dev.parley.conformance.verdict.Outcome;
import dev.parley.conformance.verdict.Transcript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Baselines that are written, and read again. */
class BaselineTest {
    private static final ConformanceCase CASE =
            AllCases.catalogue().find("1.1.1").orElseThrow();

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n", "\0", "\t", "\u000b", "\u001b", "\u0085", "\u2028"})
    void keepsReasonsOnOneLine(String control, @TempDir Path directory) throws Exception {
        Path file = directory.resolve("baseline.txt");
        Outcome failed = Outcome.error(CASE.level(), "before" + control + "behind");
        Baseline.EMPTY.update(file, List.of(new CaseResult(CASE, failed, new Transcript(), 1, -1, 1, false)));
        assertEquals(2, Files.readString(file).lines().count());
        assertEquals(
                Optional.of("before" + " ".repeat(control.length()) + "behind"),
                Baseline.read(file).reason(CASE.id()));
    }
}
