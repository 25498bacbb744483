package dev.parley.bench.slow;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.store.fs.FileBase;
import org.jspecify.annotations.Nullable;

/** A file that is slow to be forced to the disk. As safe for several threads as the file itself. */
final class SlowFile extends FileBase {
    private final FileChannel file;
    private final Path delay;

    SlowFile(FileChannel file, Path delay) {
        this.file = file;
        this.delay = delay;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        if (Files.exists(delay)) {
            String millis = Files.readString(delay).strip();
            try {
                Thread.sleep(millis.isEmpty() ? 0 : Long.parseLong(millis));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("while the disk is slow");
            }
        }
        file.force(metaData);
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        return file.read(to);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // the file below takes several threads
    public int read(ByteBuffer to, long position) throws IOException {
        return file.read(to, position);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        return file.write(from);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public int write(ByteBuffer from, long position) throws IOException {
        return file.write(from, position);
    }

    @Override
    public long position() throws IOException {
        return file.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        file.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        file.truncate(size);
        return this;
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return file.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }
}
