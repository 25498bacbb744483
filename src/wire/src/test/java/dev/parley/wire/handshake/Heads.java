package dev.parley.wire.handshake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Heads of requests and responses, as lines without their ends, and edits of them. */
final class Heads {
    /** The request of 1.2 and 1.3, with the parts in the order of 1.2. */
    static final List<String> REQUEST = List.of(
            "GET /chat HTTP/1.1",
            "Host: server.example.com",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Origin: http://example.com",
            "Sec-WebSocket-Protocol: chat, superchat",
            "Sec-WebSocket-Version: 13");

    /** The answer of 1.2 to it. */
    static final List<String> RESPONSE = List.of(
            "HTTP/1.1 101 Switching Protocols",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
            "Sec-WebSocket-Protocol: chat");

    private Heads() {}

    static byte[] bytes(List<String> lines) {
        return bytes(text(lines));
    }

    static String text(List<String> lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Where to cut a head: everywhere, but in a long one, which is long by repetition, only near its ends and here and there. */
    static int[] cuts(int length) {
        return IntStream.rangeClosed(0, length)
                .filter(cut -> cut < 600 || length - cut < 600 || cut % 61 == 0)
                .toArray();
    }

    /** Words that white space separates. */
    static Stream<String> words(String text) {
        return Arrays.stream(text.strip().split("\\s+"));
    }

    /** Puts another first line in. */
    static UnaryOperator<List<String>> start(String line) {
        return lines -> edited(lines, 0, List.of(line));
    }

    /** Takes the header of this name out. */
    static UnaryOperator<List<String>> without(String name) {
        return lines -> edited(lines, indexOf(lines, name), List.of());
    }

    /** Puts these lines in the place of the header of this name. */
    static UnaryOperator<List<String>> instead(String name, String... replacement) {
        return lines -> edited(lines, indexOf(lines, name), List.of(replacement));
    }

    /** Gives the header of this name another value. */
    static UnaryOperator<List<String>> value(String name, String value) {
        return instead(name, name + ": " + value);
    }

    /** Says the header of this name twice. */
    static UnaryOperator<List<String>> twice(String name) {
        return lines -> edited(
                lines, indexOf(lines, name), List.of(lines.get(indexOf(lines, name)), lines.get(indexOf(lines, name))));
    }

    /** Appends lines. */
    static UnaryOperator<List<String>> plus(String... more) {
        return lines -> {
            List<String> longer = new ArrayList<>(lines);
            longer.addAll(List.of(more));
            return longer;
        };
    }

    private static int indexOf(List<String> lines, String name) {
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).startsWith(name + ":")) {
                return i;
            }
        }
        throw new IllegalArgumentException("no header " + name);
    }

    private static List<String> edited(List<String> lines, int at, List<String> replacement) {
        List<String> edited = new ArrayList<>(lines);
        edited.remove(at);
        edited.addAll(at, replacement);
        return edited;
    }
}
