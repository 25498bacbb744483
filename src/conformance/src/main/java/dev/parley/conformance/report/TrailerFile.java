package dev.parley.conformance.report;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file that grows in the middle: each write puts new text and, in the same call, the end that makes the file valid
 * behind it; the next write begins where that end began. A process that is killed leaves a whole file.
 */
final class TrailerFile implements AutoCloseable {
    private final RandomAccessFile file;
    private long position;
    private long length;

    TrailerFile(Path path) throws IOException {
        Files.deleteIfExists(path);
        this.file = new RandomAccessFile(path.toFile(), "rw");
    }

    void append(String text, String trailer) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        byte[] end = trailer.getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(body, body.length + end.length);
        System.arraycopy(end, 0, all, body.length, end.length);
        file.seek(position);
        file.write(all);
        if (position + all.length < length) {
            file.setLength(position + all.length);
        }
        length = position + all.length;
        position += body.length;
    }

    /** Writes over what is there; {@code text} must not be longer than that. */
    void overwrite(long at, String text) throws IOException {
        file.seek(at);
        file.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
