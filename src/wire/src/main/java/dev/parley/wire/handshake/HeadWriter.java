package dev.parley.wire.handshake;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the head of a request or response. Confined to one thread; good for one head. */
final class HeadWriter {
    private static final String END = "\r\n";

    private final StringBuilder text = new StringBuilder();

    HeadWriter(String startLine) {
        text.append(startLine).append(END);
    }

    HeadWriter header(String name, String value) {
        text.append(name).append(": ").append(value).append(END);
        return this;
    }

    HeadWriter headers(Headers headers) {
        headers.all().forEach(header -> header(header.name(), header.value()));
        return this;
    }

    /** One field for all (11.3.2: a response has at most one). */
    HeadWriter extensions(List<Extension> extensions) {
        return extensions.isEmpty()
                ? this
                : header(
                        Names.EXTENSIONS,
                        extensions.stream().map(Extension::toString).collect(Collectors.joining(", ")));
    }

    byte[] toBytes() {
        return (text + END).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The head with the length of a body, and that body. */
    byte[] toBytes(String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        byte[] head =
                header(Names.CONTENT_LENGTH, Integer.toString(content.length)).toBytes();
        byte[] both = Arrays.copyOf(head, head.length + content.length);
        System.arraycopy(content, 0, both, head.length, content.length);
        return both;
    }
}
