package dev.parley.bench.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The disk by itself: the physical bound of a durable publish. */
final class Disk {
    private static final int BLOCK = 4096;

    private Disk() {}

    /** Appends blocks to a new file and forces each to the disk; returns what that took in microseconds. */
    static Histogram fsyncMicros(Path file, Duration time) throws IOException {
        Histogram micros = new Histogram(3);
        long end = System.nanoTime() + time.toNanos();
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long begun = System.nanoTime();
            while (begun < end) {
                channel.write(block.clear());
                channel.force(false);
                long now = System.nanoTime();
                micros.recordValue(TimeUnit.NANOSECONDS.toMicros(now - begun));
                begun = now;
            }
        }
        return micros;
    }
}
