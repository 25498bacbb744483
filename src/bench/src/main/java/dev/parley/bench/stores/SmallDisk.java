package dev.parley.bench.stores;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A disk of its own in memory, so small that it can be filled. Where mounting one is allowed: by root, on Linux. */
public final class SmallDisk implements AutoCloseable {
    private static final int MIB = 1024;
    private static final int BLOCK = 4096;
    private static final int BLOCKS = 256; // at a time

    private final Path directory;
    private final Path filler;
    private boolean mounted = true;

    private SmallDisk(Path directory) {
        this.directory = directory;
        this.filler = directory.resolve("filler");
    }

    /**
     * Mounts one.
     *
     * @throws IOException if that is not possible; the message says why
     */
    public static SmallDisk mount() throws IOException {
        Path directory = Files.createTempDirectory("bench-disk-");
        try {
            Shell.run(List.of(
                    "mount", "-t", "tmpfs", "-o", "size=" + MIB + "m,mode=0700", "tmpfs", directory.toString()));
        } catch (IOException e) {
            Files.delete(directory);
            throw e;
        }
        SmallDisk disk = new SmallDisk(directory);
        Runtime.getRuntime().addShutdownHook(new Thread(disk::closeAtExit, "unmounts the small disk"));
        return disk;
    }

    /** Where it is. */
    Path directory() {
        return directory;
    }

    /** Fills it until nothing fits any more. */
    void fill() throws IOException {
        try (FileChannel channel = FileChannel.open(filler, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            fill(channel, BLOCKS * BLOCK);
            fill(channel, BLOCK);
        }
        long left = Files.getFileStore(directory).getUsableSpace();
        if (left >= BLOCK) {
            throw new IOException("the small disk has room for " + left + " bytes, and takes none");
        }
    }

    private static void fill(FileChannel channel, int bytes) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(bytes);
        try {
            while (true) {
                channel.write(block.clear(), channel.size());
            }
        } catch (IOException e) {
            if (e.getMessage() == null || !e.getMessage().contains("No space left")) {
                throw e;
            }
        }
    }

    /** Gives the room back. */
    void empty() throws IOException {
        Files.deleteIfExists(filler);
    }

    @Override
    public void close() throws IOException {
        if (mounted) {
            mounted = false;
            Shell.run(List.of("umount", "-l", directory.toString()));
            Files.delete(directory);
        }
    }

    private void closeAtExit() {
        try {
            close();
        } catch (IOException e) {
            System.err.println("parley-bench: " + e.getMessage());
        }
    }
}
