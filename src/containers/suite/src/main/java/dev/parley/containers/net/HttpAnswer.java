package dev.parley.containers.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The head of an HTTP answer. Immutable.
 *
 * @param status status code; 0 if the connection ended without an answer
 * @param lines the status line and the header lines as they came
 */
public record HttpAnswer(int status, List<String> lines) {
    private static final int MAX_HEAD = 64 * 1024;

    /** Copies the lines. */
    public HttpAnswer {
        lines = List.copyOf(lines);
    }

    /** Returns the value of the first header of that name. */
    public Optional<String> header(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        return lines.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .findFirst();
    }

    /** Reads up to the empty line, byte by byte: what follows belongs to the frames. */
    static HttpAnswer read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
            int b = in.read();
            if (b < 0) {
                if (head.isEmpty()) {
                    return new HttpAnswer(0, List.of());
                }
                throw new EOFException("connection ended within the head of the answer: " + head);
            }
            if (head.length() > MAX_HEAD) {
                throw new IOException("head of the answer exceeds " + MAX_HEAD + " bytes");
            }
            head.append((char) b);
        }
        List<String> lines = head.toString().strip().lines().toList();
        return new HttpAnswer(Integer.parseInt(lines.get(0).substring(9, 12)), lines);
    }
}
