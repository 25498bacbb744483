package dev.parley.conformance.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server's answer to an opening handshake, parsed leniently; what is wrong with its form stands beside. Immutable.
 *
 * @param status 0 if no answer came
 * @param startLine the first line
 * @param headers in order, each as name and value
 * @param problem why there is no answer, or what is wrong with its form; empty if all is well
 */
public record Answer(int status, String startLine, List<Field> headers, String problem) {
    /** No answer, because none was asked for. */
    public static final Answer NONE = new Answer(0, "", List.of(), "no request was sent");

    private static final int SWITCHING = 101;
    private static final String LINE_END = "\r\n";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[0-9] ([1-5][0-9]{2})( .*)?", Pattern.DOTALL);

    /** Copies the list. */
    public Answer {
        headers = List.copyOf(headers);
    }

    /** A header field. */
    public record Field(String name, String value) {}

    /** No answer came, for this reason. */
    public static Answer missing(String why) {
        return new Answer(0, "", List.of(), why);
    }

    /** What the head of an answer says; {@code head} includes the empty line. */
    public static Answer parse(String head) {
        List<Field> fields = new ArrayList<>();
        List<String> lines = lines(head);
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.add(new Field(
                        line.substring(0, colon), line.substring(colon + 1).strip()));
            }
        }
        return new Answer(statusOf(lines.get(0)), lines.get(0), fields, HeadForm.fault(lines));
    }

    /** Whether the protocol was switched. */
    public boolean isSwitching() {
        return status == SWITCHING;
    }

    /** Whether another answer follows this one (RFC 9110 15.2). */
    public boolean isInterim() {
        return status >= 100 && status < 200 && !isSwitching();
    }

    /** The values of all fields of this name. */
    public List<String> values(String name) {
        return headers.stream()
                .filter(field -> field.name.equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    /** The value of the first field of this name. */
    public Optional<String> first(String name) {
        return values(name).stream().findFirst();
    }

    /** Whether the comma-separated fields of this name have this member, in any case. */
    public boolean lists(String name, String member) {
        return values(name).stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .anyMatch(part -> part.strip().toLowerCase(Locale.ROOT).equals(member.toLowerCase(Locale.ROOT)));
    }

    /** In one line. */
    public String describe() {
        return status == 0 ? problem : startLine;
    }

    /** Up to the empty line. */
    private static List<String> lines(String head) {
        List<String> lines = new ArrayList<>();
        int at = 0;
        int end = head.indexOf(LINE_END);
        while (end >= 0 && (end > at || lines.isEmpty())) {
            lines.add(head.substring(at, end));
            at = end + LINE_END.length();
            end = head.indexOf(LINE_END, at);
        }
        if (end < 0) {
            lines.add(head.substring(at));
        }
        return lines;
    }

    private static int statusOf(String line) {
        Matcher status = STATUS.matcher(line);
        return status.matches() ? Integer.parseInt(status.group(1)) : 0;
    }
}
