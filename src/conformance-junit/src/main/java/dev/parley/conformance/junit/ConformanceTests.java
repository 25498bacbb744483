package dev.parley.conformance.junit;

import dev.parley.conformance.cases.AllCases;
import dev.parley.conformance.model.CasePattern;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.runner.Baseline;
import dev.parley.conformance.runner.Selection;
import dev.parley.conformance.script.Target;
import dev.parley.conformance.verdict.Level;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The suite as dynamic tests, one for each case, with its id as name:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> conforms() throws IOException {
 *     return ConformanceTests.against(uri).tests();
 * }
 * }</pre>
 *
 * A failure that counts fails its test, with the wire log. Cases that are unsupported, failures below the level, and
 * failures of the baseline abort theirs. Immutable; each method gives another.
 */
public final class ConformanceTests {
    private final Target target;
    private final Selection selection;
    private final Baseline baseline;
    private final Level level;

    private ConformanceTests(Target target, Selection selection, Baseline baseline, Level level) {
        this.target = target;
        this.selection = selection;
        this.baseline = baseline;
        this.level = level;
    }

    /** All cases, against the server at this ws:// address, which echoes; failures of every MUST count. */
    public static ConformanceTests against(URI uri) {
        return against(Target.of(uri));
    }

    /** As {@link #against(URI)}, with what is known of the server. */
    public static ConformanceTests against(Target target) {
        return new ConformanceTests(target, Selection.ALL, Baseline.EMPTY, Level.MUST);
    }

    /** Only these cases: ids with {@code *}, or the beginning of ids up to a dot. */
    public ConformanceTests cases(String... patterns) {
        Selection only = new Selection(patterns(patterns), selection.exclude(), selection.compat());
        return new ConformanceTests(target, only, baseline, level);
    }

    /** Without these cases. */
    public ConformanceTests exclude(String... patterns) {
        Selection without = new Selection(selection.cases(), patterns(patterns), selection.compat());
        return new ConformanceTests(target, without, baseline, level);
    }

    /**
     * With known failures, which abort their tests.
     *
     * @throws IOException if the file cannot be read
     */
    public ConformanceTests baseline(Path file) throws IOException {
        return new ConformanceTests(target, selection, Baseline.read(file), level);
    }

    /** With failures of this level, and of more binding ones, that count. */
    public ConformanceTests failOn(Level least) {
        return new ConformanceTests(target, selection, baseline, least);
    }

    /**
     * A test for each case selected.
     *
     * @throws IOException if the host has no address
     */
    public Stream<DynamicTest> tests() throws IOException {
        CaseRuns runs = new CaseRuns(target, baseline, level);
        return selected().stream().map(one -> DynamicTest.dynamicTest(one.id(), () -> runs.run(one)));
    }

    /** The cases selected. */
    List<ConformanceCase> selected() {
        List<ConformanceCase> cases = selection.of(AllCases.catalogue());
        if (cases.isEmpty()) {
            throw new IllegalArgumentException("no case is selected by " + selection);
        }
        return cases;
    }

    private static List<CasePattern> patterns(String... texts) {
        return Arrays.stream(texts).map(CasePattern::of).toList();
    }
}
