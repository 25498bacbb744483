package dev.parley.conformance.runner;

import dev.parley.conformance.model.CaseResult;

/** Is told of each result when it is there. One call at a time, on any thread. */
public interface RunListener {
    /** A case is done; nothing of it will change. */
    void finished(CaseResult result);
}
