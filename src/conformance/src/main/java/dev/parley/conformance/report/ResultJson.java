package dev.parley.conformance.report;

import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.verdict.Outcome;
import dev.parley.conformance.verdict.Transcript;
import java.util.HexFormat;

/**
 * A result as an object of the JSON report; the fields are described in docs/conformance.md. Made when it is asked for
 * first. Confined to one thread at a time.
 */
final class ResultJson {
    private static final HexFormat HEX = HexFormat.of();

    private final CaseResult result;
    private final StringBuilder out = new StringBuilder();

    ResultJson(CaseResult result) {
        this.result = result;
    }

    String text() {
        if (out.length() == 0) {
            out.append('{');
            result(result.conformanceCase(), result.outcome());
            out.append(",\"wire\":[");
            result.transcript().entries().forEach(this::entry);
            out.append("]}");
        }
        return out.toString();
    }

    private void result(ConformanceCase one, Outcome outcome) {
        field("id", one.id());
        field("title", one.title());
        field("category", one.category());
        field("section", one.rule());
        field("level", outcome.level().name());
        field("verdict", outcome.verdict().label());
        field("reason", outcome.reason());
        field("expected", outcome.expected());
        field("actual", outcome.actual());
        field("sent", one.sent());
        field("accepted", one.accepted());
        field("why", one.why());
        name("micros").append(result.duration() / 1000);
        name("closeCode").append(result.closeCode());
        name("runs").append(result.runs());
        name("flaky").append(result.flaky());
    }

    private void field(String name, String value) {
        JsonText.quote(name(name), value);
    }

    private StringBuilder name(String name) {
        if (out.length() > 1) {
            out.append(',');
        }
        return JsonText.quote(out, name).append(':');
    }

    private void entry(Transcript.Entry entry) {
        if (out.charAt(out.length() - 1) == ']') {
            out.append(',');
        }
        out.append('[')
                .append(entry.micros())
                .append(',')
                .append(entry.connection())
                .append(',');
        JsonText.quote(out, entry.direction().arrow()).append(',');
        JsonText.quote(out, entry.label()).append(",\"");
        for (byte b : entry.head()) {
            HEX.toHexDigits(out, b);
        }
        out.append("\",").append(entry.length()).append(']');
    }
}
