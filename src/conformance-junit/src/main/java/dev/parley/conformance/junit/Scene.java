package dev.parley.conformance.junit;

import dev.parley.conformance.runner.Baseline;
import dev.parley.conformance.runner.Runner;
import dev.parley.conformance.verdict.Level;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How cases are played and judged. Immutable.
 *
 * @param least failures of this level and of more binding ones count
 * @param report where to write reports, if anywhere
 */
record Scene(Known known, Level least, Runner.Options options, Optional<Report> report) {
    /** Nothing known, no reports, and every MUST counts. */
    static final Scene PLAIN = new Scene(
            new Known(Baseline.EMPTY, Optional.empty()), Level.MUST, Runner.Options.defaults(), Optional.empty());

    /** Known failures, and the file they stand in. */
    record Known(Baseline baseline, Optional<Path> file) {}

    /** Where reports go, and what the server is called in them. */
    record Report(Path directory, String server) {}

    Scene with(Known other) {
        return new Scene(other, least, options, report);
    }

    Scene with(Level other) {
        return new Scene(known, other, options, report);
    }

    Scene with(Runner.Options other) {
        return new Scene(known, least, other, report);
    }

    Scene with(Report other) {
        return new Scene(known, least, options, Optional.of(other));
    }
}
