package dev.parley.conformance.report;

import dev.parley.conformance.model.CaseResult;
import java.io.IOException;

/** Writes results in one format. What is on disk is valid after each call, whenever the process ends. */
interface ReportWriter {
    void add(CaseResult result, ResultJson json) throws IOException;

    void finish() throws IOException;
}
