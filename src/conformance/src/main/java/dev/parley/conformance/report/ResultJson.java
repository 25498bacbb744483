package dev.parley.conformance.report;

import static dev.parley.conformance.report.JsonText.field;
import static dev.parley.conformance.report.JsonText.quote;

import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.verdict.Outcome;
import dev.parley.conformance.verdict.Transcript;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** A result as an object of the JSON report; the fields are described in docs/conformance.md. Stateless. */
final class ResultJson {
    private ResultJson() {}

    static String of(CaseResult result) {
        ConformanceCase one = result.conformanceCase();
        Outcome outcome = result.outcome();
        return "{"
                + String.join(
                        ",",
                        field("id", one.id()),
                        field("title", one.title()),
                        field("category", one.category()),
                        field("section", one.rule()),
                        field("level", outcome.level().name()),
                        field("verdict", outcome.verdict().label()),
                        field("reason", outcome.reason()),
                        field("expected", outcome.expected()),
                        field("actual", outcome.actual()),
                        field("sent", one.sent()),
                        field("accepted", one.accepted()),
                        field("why", one.why()),
                        field("micros", result.duration() / 1000),
                        field("closeCode", result.closeCode()),
                        field("runs", result.runs()),
                        field("flaky", result.flaky()))
                + ",\"wire\":" + wire(result.transcript()) + "}";
    }

    private static String wire(Transcript transcript) {
        return transcript.entries().stream()
                .map(entry -> "["
                        + entry.micros() + "," + entry.connection() + ","
                        + quote(entry.direction().arrow()) + "," + quote(entry.label()) + ","
                        + quote(HexFormat.of().formatHex(entry.head())) + "," + entry.length() + "]")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
