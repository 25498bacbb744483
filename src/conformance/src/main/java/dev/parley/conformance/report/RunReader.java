package dev.parley.conformance.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a JSON report back, as far as comparing runs needs it. The writer puts each result on a line of its own, and that
 * is what is read: other JSON is refused.
 */
public final class RunReader {
    private static final String SCHEMA = "\"schema\":\"parley-conformance/1\"";

    private final String server;
    private final Map<String, String> lines;

    private RunReader(String server, Map<String, String> lines) {
        this.server = server;
        this.lines = lines;
    }

    /**
     * Reads a file, or the report.json of a directory.
     *
     * @throws IOException if there is none, or it is of another schema
     */
    public static RunReader read(Path path) throws IOException {
        Path file = Files.isDirectory(path) ? path.resolve(Format.JSON.fileName()) : path;
        List<String> text = Files.readAllLines(file, StandardCharsets.UTF_8);
        if (text.isEmpty() || !text.get(0).contains(SCHEMA)) {
            throw new IOException(file + " is not a report of this suite (expected " + SCHEMA + ")");
        }
        Map<String, String> lines = new LinkedHashMap<>();
        String server = file.toString();
        for (String line : text) {
            String trimmed = line.endsWith(",") ? line.substring(0, line.length() - 1) : line;
            if (trimmed.startsWith("{\"id\":")) {
                lines.put(field(trimmed, "id"), trimmed);
            } else if (trimmed.startsWith("\"server\":")) {
                server = field(trimmed, "server");
            }
        }
        return new RunReader(server, lines);
    }

    /** The name of the server. */
    public String server() {
        return server;
    }

    /** The ids, in the order in which the results came. */
    public List<String> ids() {
        return new ArrayList<>(lines.keySet());
    }

    /** The verdict on a case. */
    public Optional<String> verdict(String id) {
        return Optional.ofNullable(lines.get(id)).map(line -> field(line, "verdict"));
    }

    /** The level of the rule that a verdict is about; empty if there is no verdict. */
    public String level(String id) {
        return Optional.ofNullable(lines.get(id))
                .map(line -> field(line, "level"))
                .orElse("");
    }

    /** The reason of a verdict. */
    public String reason(String id) {
        return Optional.ofNullable(lines.get(id))
                .map(line -> field(line, "reason"))
                .orElse("");
    }

    /** The results as objects of JSON. */
    public List<String> objects() {
        return new ArrayList<>(lines.values());
    }

    private static String field(String line, String name) {
        Matcher matcher =
                Pattern.compile("\"" + name + "\":\"((?:[^\"\\\\]|\\\\.)*+)\"").matcher(line);
        return matcher.find() ? unescape(matcher.group(1)) : "";
    }

    private static String unescape(String text) {
        Matcher matcher = Pattern.compile("\\\\u([0-9a-f]{4})|\\\\(.)").matcher(text);
        return matcher.replaceAll(match -> Matcher.quoteReplacement(
                match.group(1) == null
                        ? match.group(2)
                        : Character.toString((char) Integer.parseInt(match.group(1), 16))));
    }
}
