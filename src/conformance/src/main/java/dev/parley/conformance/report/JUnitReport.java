package dev.parley.conformance.report;

import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.verdict.Verdict;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * JUnit's XML: a test case per case, {@code fail} as failure, {@code error} as error, {@code unsupported} as skipped. The
 * counts in the head stand where room was left for them.
 */
final class JUnitReport implements ReportWriter {
    private static final String TRAILER = "</testsuite>\n";
    private static final int ROOM = 90;
    private static final int NANO_DIGITS = 9;
    private static final int MILLI_DIGITS = 3;

    private final TrailerFile file;
    private final Tally tally = new Tally();
    private final long countsAt;

    JUnitReport(Path path, RunInfo info) throws IOException {
        file = new TrailerFile(path);
        String head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"" + escape(info.server())
                + "\" timestamp=\"" + info.started() + "\" ";
        countsAt = head.getBytes(StandardCharsets.UTF_8).length;
        file.append(head + " ".repeat(ROOM) + ">\n", TRAILER);
    }

    @Override
    public void add(CaseResult result, ResultJson json) throws IOException {
        tally.add(result);
        StringBuilder text = new StringBuilder();
        text.append("<testcase classname=\"conformance.")
                .append(escape(result.conformanceCase().category()))
                .append("\" name=\"")
                .append(escape(result.id()))
                .append("\" time=\"")
                .append(BigDecimal.valueOf(result.duration(), NANO_DIGITS).setScale(MILLI_DIGITS, RoundingMode.HALF_UP))
                .append("\">");
        String reason = escape(result.outcome().reason());
        Verdict verdict = result.outcome().verdict();
        if (verdict == Verdict.FAIL || verdict == Verdict.ERROR) {
            String element = verdict == Verdict.FAIL ? "failure" : "error";
            text.append('<')
                    .append(element)
                    .append(" message=\"")
                    .append(reason)
                    .append("\">");
            text.append(escape(result.conformanceCase().rule() + " ("
                    + result.outcome().level() + "): "
                    + result.conformanceCase().title() + "\n"
                    + result.transcript().text()));
            text.append("</").append(element).append('>');
        } else if (verdict == Verdict.UNSUPPORTED) {
            text.append("<skipped message=\"").append(reason).append("\"/>");
        } else if (!reason.isEmpty()) {
            text.append("<system-out>")
                    .append(verdict.label())
                    .append(": ")
                    .append(reason)
                    .append("</system-out>");
        }
        file.append(text.append("</testcase>\n").toString(), TRAILER);
        file.overwrite(countsAt, counts());
    }

    @Override
    public void finish() throws IOException {
        file.close();
    }

    private String counts() {
        return "tests=\"" + tally.total() + "\" failures=\"" + tally.of(Verdict.FAIL) + "\" errors=\""
                + tally.of(Verdict.ERROR) + "\" skipped=\"" + tally.of(Verdict.UNSUPPORTED) + "\"";
    }

    private static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                default -> out.appendCodePoint(isXml(c) ? c : '?');
            }
        });
        return out.toString();
    }

    private static boolean isXml(int c) {
        return c == '\n' || c == '\t' || (c >= ' ' && c < 0xD800) || (c > 0xDFFF && c < 0xFFFE) || c > 0xFFFF;
    }
}
