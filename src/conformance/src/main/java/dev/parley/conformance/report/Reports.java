package dev.parley.conformance.report;

import dev.parley.conformance.model.CaseResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The reports of one run. Each result is on disk when {@link #add} returns. Confined to one thread at a time. */
public final class Reports implements AutoCloseable {
    private final List<ReportWriter> writers = new ArrayList<>();

    /**
     * Begins reports in these formats.
     *
     * @throws IOException if the directory cannot be written to
     */
    public Reports(Path directory, Collection<Format> formats, RunInfo info) throws IOException {
        if (!formats.isEmpty()) {
            Files.createDirectories(directory);
        }
        for (Format format : formats) {
            writers.add(format.open(directory, info));
        }
    }

    /** Writes a result to all of them. */
    public void add(CaseResult result) throws IOException {
        ResultJson json = new ResultJson(result);
        for (ReportWriter writer : writers) {
            writer.add(result, json);
        }
    }

    /** Says in all of them that the run is complete. */
    @Override
    public void close() throws IOException {
        for (ReportWriter writer : writers) {
            writer.finish();
        }
    }
}
