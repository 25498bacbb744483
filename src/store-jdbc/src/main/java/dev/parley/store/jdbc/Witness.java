package dev.parley.store.jdbc;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A small file beside the database that says how far the database had come: one that is found further back has been
 * replaced by an older one, or has lost its end with the machine. It is written after each commit and before anybody is
 * told of it; not forced to the disk, so that it costs next to nothing. Confined to the writer.
 */
final class Witness implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Witness.class.getName());
    private static final int LENGTH = 96;

    private final Path file;
    private @Nullable FileChannel channel;

    Witness(Path file) {
        this.file = file;
    }

    /** Returns how many commits a database had seen; 0 if nothing is known of that one. */
    long commits(String database) {
        try {
            if (!Files.exists(file)) {
                return 0;
            }
            String[] words =
                    Files.readString(file, StandardCharsets.US_ASCII).strip().split(" ", -1);
            return words.length == 2 && words[0].equals(database) ? Long.parseLong(words[1]) : 0;
        } catch (IOException | NumberFormatException e) {
            LOG.log(Level.WARNING, () -> file + " cannot be read: an older database would not be noticed", e);
            return 0;
        }
    }

    /** Notes how many commits a database has seen. */
    void note(String database, long commits) {
        try {
            FileChannel open = channel;
            if (open == null) {
                Path directory = file.toAbsolutePath().getParent();
                if (directory != null) {
                    Files.createDirectories(directory);
                }
                open = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                channel = open;
            }
            String line = database + " " + commits;
            byte[] padded = (line + " ".repeat(LENGTH - 1 - line.length()) + "\n").getBytes(StandardCharsets.US_ASCII);
            open.write(ByteBuffer.wrap(padded), 0);
        } catch (IOException e) {
            close();
            LOG.log(Level.WARNING, () -> file + " cannot be written: an older database would not be noticed", e);
        }
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> file + " could not be closed", e);
        }
        channel = null;
    }
}
