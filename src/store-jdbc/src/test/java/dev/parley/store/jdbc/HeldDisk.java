package dev.parley.store.jdbc;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.jspecify.annotations.Nullable;

/** Files of H2 with {@code held:} before their names, which can be made to wait before they write. */
public final class HeldDisk extends FilePathWrapper {
    private static final int SECONDS = 60;

    private static volatile Hold hold = new Hold();

    /** A time in which nothing is written. Begins released. */
    static final class Hold implements AutoCloseable {
        private final CountDownLatch writing = new CountDownLatch(1);
        private volatile CountDownLatch released = new CountDownLatch(0);

        /** Waits until somebody wants to write. */
        void awaitWriter() throws InterruptedException {
            if (!writing.await(SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody writes");
            }
        }

        private void await() throws IOException {
            if (released.getCount() > 0) {
                writing.countDown();
            }
            try {
                if (!released.await(SECONDS, TimeUnit.SECONDS)) {
                    throw new IOException("held for a minute");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("while held");
            }
        }

        @Override
        public void close() {
            released.countDown();
        }
    }

    /** Lets nobody write until it is closed. */
    static Hold hold() {
        Hold next = new Hold();
        next.released = new CountDownLatch(1);
        hold = next;
        return next;
    }

    static void register() {
        FilePath.register(new HeldDisk());
    }

    @Override
    public String getScheme() {
        return "held";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Held(getBase().open(mode));
    }

    private static final class Held extends FileBase {
        private final FileChannel file;

        Held(FileChannel file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            hold.await();
            return file.write(from);
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // the file below takes several threads
        public int write(ByteBuffer from, long position) throws IOException {
            hold.await();
            return file.write(from, position);
        }

        @Override
        public int read(ByteBuffer to) throws IOException {
            return file.read(to);
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized")
        public int read(ByteBuffer to, long position) throws IOException {
            return file.read(to, position);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            file.force(metaData);
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
}
