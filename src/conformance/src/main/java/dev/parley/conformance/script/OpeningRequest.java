package dev.parley.conformance.script;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A client's opening handshake, right or wrong. Begins as one that keeps every rule; each method gives another with one
 * thing changed. Lines are written as they are: nothing is checked. Immutable.
 */
public final class OpeningRequest {
    /** The key that is sent unless another is set: that of the example in 1.3. */
    public static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private static final int USUAL_LENGTH = 512;

    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f]");

    private final String startLine; // %s is the resource name
    private final List<String> lines; // %h is the host
    private final Options options;
    private final List<String> changes;

    private record Options(String lineEnd, int chop, List<RawFrame> frames, boolean bare) {}

    private OpeningRequest(String startLine, List<String> lines, Options options, List<String> changes) {
        this.startLine = startLine;
        this.lines = List.copyOf(lines);
        this.options = options;
        this.changes = List.copyOf(changes);
    }

    /** A request that keeps every rule of 4.1. */
    public static OpeningRequest upgrade() {
        return new OpeningRequest(
                "GET %s HTTP/1.1",
                List.of(
                        "Host: %h",
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Key: " + KEY,
                        "Sec-WebSocket-Version: 13"),
                new Options("\r\n", 0, List.of(), false),
                List.of());
    }

    /** Without any field of this name. */
    public OpeningRequest without(String name) {
        return change("without " + name, lines -> lines.removeIf(line -> isNamed(line, name)));
    }

    /** With this value instead of the one that the field has, in its place. */
    public OpeningRequest with(String name, String value) {
        return change(name + ": " + value, lines -> {
            int at = 0;
            while (at < lines.size() && !isNamed(lines.get(at), name)) {
                at++;
            }
            lines.removeIf(line -> isNamed(line, name));
            lines.add(Math.min(at, lines.size()), name + ": " + value);
        });
    }

    /** With one more field. */
    public OpeningRequest adding(String name, String value) {
        return line(name + ": " + value);
    }

    /** With one more line, whatever it is. */
    public OpeningRequest line(String line) {
        return change("added line " + line, lines -> lines.add(line));
    }

    /** With these lines more. */
    public OpeningRequest lines(String what, List<String> more) {
        return change(what, all -> all.addAll(more));
    }

    /** With one more field before all others. */
    public OpeningRequest first(String name, String value) {
        return change("first of all " + name + ": " + value, lines -> lines.add(0, name + ": " + value));
    }

    /** With an offer of extensions. */
    public OpeningRequest offering(String extensions) {
        return adding("Sec-WebSocket-Extensions", extensions);
    }

    /** With another first line; {@code %s} stands for the resource name, {@code %h} for the host, {@code %u} for http or https. */
    public OpeningRequest startLine(String line) {
        return new OpeningRequest(line, lines, options, and("first line " + line.replace("%s", "/...")));
    }

    /** With lines that end in something else. */
    public OpeningRequest lineEnd(String end) {
        String shown = end.replace("\r", "CR").replace("\n", "LF");
        return new OpeningRequest(
                startLine,
                lines,
                new Options(end, options.chop, options.frames, options.bare),
                and("lines that end in " + shown));
    }

    /** In writes of {@code bytes} bytes. */
    public OpeningRequest chopped(int bytes) {
        return new OpeningRequest(
                startLine,
                lines,
                new Options(options.lineEnd, bytes, options.frames, options.bare),
                and("in writes of " + bytes + (bytes == 1 ? " byte" : " bytes")));
    }

    /** With frames behind it in the same write. */
    public OpeningRequest followedBy(RawFrame... frames) {
        List<String> what = new ArrayList<>();
        for (RawFrame frame : frames) {
            what.add(frame.describe());
        }
        return new OpeningRequest(
                startLine,
                lines,
                new Options(options.lineEnd, options.chop, List.of(frames), options.bare),
                and("followed in the same write by " + String.join(", ", what)));
    }

    /** Without what the user of the suite wants in every request: extra headers and a subprotocol. */
    public OpeningRequest bare() {
        return new OpeningRequest(
                startLine, lines, new Options(options.lineEnd, options.chop, options.frames, true), changes);
    }

    /** The key it carries, or the empty string. */
    public String key() {
        return value("Sec-WebSocket-Key").orElse("");
    }

    /** Whether its answer has no body, whatever the head of it says (RFC 9112 6.3). */
    public boolean isHead() {
        return startLine.startsWith("HEAD ");
    }

    /** The values of all fields of this name. */
    public List<String> values(String name) {
        return lines.stream()
                .filter(line -> isNamed(line, name))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    /** The subprotocols that it offers to this target. */
    public List<String> subprotocols(Target target) {
        List<String> offered = new ArrayList<>();
        for (String value : values("Sec-WebSocket-Protocol")) {
            for (String name : value.split(",", -1)) {
                offered.add(name.strip());
            }
        }
        if (!options.bare && offered.isEmpty()) {
            target.subprotocol().ifPresent(offered::add);
        }
        return offered;
    }

    /** The request for this target, with the frames behind it. */
    public Output toOutput(Target target) {
        StringBuilder head = new StringBuilder(USUAL_LENGTH);
        head.append(fill(startLine, target).replace("%s", target.resourceName()))
                .append(options.lineEnd);
        for (String line : lines) {
            head.append(fill(line, target)).append(options.lineEnd);
        }
        if (!options.bare) {
            target.headers().forEach(line -> head.append(line).append(options.lineEnd));
            if (values("Sec-WebSocket-Protocol").isEmpty()) {
                target.subprotocol()
                        .ifPresent(name -> head.append("Sec-WebSocket-Protocol: ")
                                .append(name)
                                .append(options.lineEnd));
            }
        }
        head.append(options.lineEnd);
        List<Output.Part> parts = new ArrayList<>();
        parts.add(new Output.Part(
                "opening handshake", ByteSource.of(head.toString().getBytes(StandardCharsets.ISO_8859_1))));
        options.frames.forEach(frame -> parts.add(new Output.Part(frame.describe(), frame.onWire())));
        return new Output(parts, options.chop);
    }

    /** What is changed in it, in one line. */
    public String describe() {
        return changes.isEmpty()
                ? "an opening handshake that keeps every rule"
                : "an opening handshake, changed: " + inOneLine(String.join("; ", changes));
    }

    private Optional<String> value(String name) {
        return values(name).stream().findFirst();
    }

    private OpeningRequest change(String what, Consumer<List<String>> edit) {
        List<String> changed = new ArrayList<>(lines);
        edit.accept(changed);
        return new OpeningRequest(startLine, changed, options, and(what));
    }

    private List<String> and(String what) {
        List<String> more = new ArrayList<>(changes);
        String shown = what.length() > 100 ? what.substring(0, 60) + "... (" + what.length() + " characters)" : what;
        more.add(shown);
        return more;
    }

    private static String inOneLine(String text) {
        return CONTROL.matcher(text)
                .replaceAll(found -> String.format("[%02x]", (int) found.group().charAt(0)));
    }

    private static String fill(String line, Target target) {
        return line.replace("%h", target.hostHeader()).replace("%u", target.isSecure() ? "https" : "http");
    }

    private static boolean isNamed(String line, String name) {
        return line.regionMatches(true, 0, name + ":", 0, name.length() + 1);
    }
}
