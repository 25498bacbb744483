package dev.parley.conformance.junit;

import dev.parley.conformance.cases.AllCases;
import dev.parley.conformance.model.CasePattern;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.runner.Baseline;
import dev.parley.conformance.runner.Runner;
import dev.parley.conformance.runner.Selection;
import dev.parley.conformance.script.Target;
import dev.parley.conformance.verdict.Level;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
 * failures of the baseline abort theirs. Several cases are played at a time; JUnit sees their results one after the other.
 * Immutable; each method gives another.
 */
public final class ConformanceTests {
    /** The system property that, when true, has the file of {@link #baseline} written anew from what was seen. */
    public static final String UPDATE_BASELINE = "conformance.update-baseline";

    private final Target target;
    private final Selection selection;
    private final Scene scene;

    private ConformanceTests(Target target, Selection selection, Scene scene) {
        this.target = target;
        this.selection = selection;
        this.scene = scene;
    }

    /** All cases, against the server at this ws:// address, which echoes; failures of every MUST count. */
    public static ConformanceTests against(URI uri) {
        return against(Target.of(uri));
    }

    /** As {@link #against(URI)}, with what is known of the server. */
    public static ConformanceTests against(Target target) {
        return new ConformanceTests(target, Selection.ALL, Scene.PLAIN);
    }

    /** Only these cases: ids with {@code *}, or the beginning of ids up to a dot. */
    public ConformanceTests cases(String... patterns) {
        Selection only = new Selection(patterns(patterns), selection.exclude(), selection.compat());
        return new ConformanceTests(target, only, scene);
    }

    /** Without these cases. */
    public ConformanceTests exclude(String... patterns) {
        Selection without = new Selection(selection.cases(), patterns(patterns), selection.compat());
        return new ConformanceTests(target, without, scene);
    }

    /**
     * With known failures, which abort their tests. One test more, by the name {@code baseline}, comes last: it fails if a
     * line of the file is not true any more, and names it. With the system property {@value #UPDATE_BASELINE} it writes the
     * file instead, as the command line does; then the file may be missing, and new failures abort their tests too.
     *
     * @throws IOException if the file cannot be read
     */
    public ConformanceTests baseline(Path file) throws IOException {
        boolean missing = Boolean.getBoolean(UPDATE_BASELINE) && Files.notExists(file);
        Baseline known = missing ? Baseline.EMPTY : Baseline.read(file);
        return new ConformanceTests(target, selection, scene.with(new Scene.Known(known, Optional.of(file))));
    }

    /** With failures of this level, and of more binding ones, that count. */
    public ConformanceTests failOn(Level least) {
        return new ConformanceTests(target, selection, scene.with(least));
    }

    /**
     * With so many cases at a time; four for each core if nothing is said.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public ConformanceTests parallel(int cases) {
        if (cases < 1) {
            throw new IllegalArgumentException(cases + " cases at a time is below 1");
        }
        return new ConformanceTests(target, selection, scene.with(new Runner.Options(cases, 0)));
    }

    /** With reports in all formats, written to this directory as results come; {@code server} is its name there. */
    public ConformanceTests reports(Path directory, String server) {
        return new ConformanceTests(target, selection, scene.with(new Scene.Report(directory, server)));
    }

    /**
     * A test for each case selected, and one for the baseline. Cases are played when the first test is executed.
     *
     * @throws IOException if the host has no address
     * @throws IllegalArgumentException if no case is selected
     */
    public Stream<DynamicTest> tests() throws IOException {
        List<ConformanceCase> cases = selected();
        Performance performance = new Performance(cases, target, scene);
        CaseJudge judge = new CaseJudge(scene.known().baseline(), scene.least());
        Stream<DynamicTest> tests = cases.stream()
                .map(one -> DynamicTest.dynamicTest(one.id(), () -> judge.judge(performance.result(one))));
        Stream<DynamicTest> last = scene.known().file().stream()
                .map(file -> DynamicTest.dynamicTest("baseline", () -> performance.compareWith(file)));
        return Stream.concat(tests, last).onClose(performance::stop);
    }

    private List<ConformanceCase> selected() {
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
