package dev.parley.conformance.script;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form of an answer's head (RFC 9112 2.1, 4, 5; RFC 9110 5), byte for byte: every answer that comes is held against
 * it, whatever the case is about. Stateless.
 */
final class HeadForm {
    /** A phrase may be missing, the space before it not (RFC 9112 4). */
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] [1-5][0-9]{2} [\\t\\x20-\\x7e\\x80-\\xff]*");

    private static final Pattern FIELD =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):([\\t\\x20-\\x7e\\x80-\\xff]*)");
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final String PROTOCOL = TOKEN + "(/" + TOKEN + ")?";
    private static final String NUMBER = "(0|[1-9][0-9]{0,2})"; // RFC 6455 4.3
    private static final String COMMA = "[ \\t]*,[ \\t]*";
    private static final String DATE = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-3][0-9] "
            + "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [0-9]{4} [0-2][0-9]:[0-5][0-9]:[0-6][0-9] GMT";

    /** Compiled once: thousands of answers are held against them. */
    private static final Map<String, Pattern> VALUES = Map.of(
            "date", Pattern.compile(DATE),
            "content-length", Pattern.compile("[0-9]{1,18}"),
            "connection", Pattern.compile(listOf(TOKEN)),
            "transfer-encoding", Pattern.compile(listOf(TOKEN)),
            "upgrade", Pattern.compile(listOf(PROTOCOL)),
            "allow", Pattern.compile("(" + listOf(TOKEN) + ")?"),
            "sec-websocket-accept", Pattern.compile("[A-Za-z0-9+/]{27}="),
            "sec-websocket-protocol", Pattern.compile(TOKEN),
            "sec-websocket-version", Pattern.compile(listOf(NUMBER)));

    /** Those that are no lists and must not stand twice (RFC 9110 5.3), and those of which RFC 6455 11.3 says so. */
    private static final Set<String> ONCE = Set.of(
            "date",
            "server",
            "content-type",
            "content-length",
            "location",
            "etag",
            "retry-after",
            "sec-websocket-accept",
            "sec-websocket-extensions",
            "sec-websocket-protocol");

    private HeadForm() {}

    /** What is wrong with it; empty if nothing is. {@code lines} are those before the empty one, without CR LF. */
    static String fault(List<String> lines) {
        if (!STATUS.matcher(lines.get(0)).matches()) {
            return "the status line " + show(lines.get(0)) + " (RFC 9112 4)";
        }
        Set<String> seen = new HashSet<>(); // names
        for (String line : lines.subList(1, lines.size())) {
            Matcher field = FIELD.matcher(line);
            if (!field.matches()) {
                return "the header line " + show(line) + " (RFC 9112 5)";
            }
            String name = field.group(1).toLowerCase(Locale.ROOT);
            if (!seen.add(name) && ONCE.contains(name)) {
                return "the header " + field.group(1) + " twice (RFC 9110 5.3, RFC 6455 11.3)";
            }
            String fault = value(name, field.group(2).strip());
            if (!fault.isEmpty()) {
                return fault;
            }
        }
        return seen.containsAll(List.of("content-length", "transfer-encoding"))
                ? "both Content-Length and Transfer-Encoding (RFC 9112 6.2)"
                : "";
    }

    private static String value(String name, String value) {
        Pattern form = VALUES.get(name);
        return form == null || form.matcher(value).matches() ? "" : "the value " + show(value) + " of " + name;
    }

    private static String listOf(String member) {
        return member + "(" + COMMA + member + ")*";
    }

    private static String show(String line) {
        return Payload.show(line.getBytes(StandardCharsets.ISO_8859_1));
    }
}
