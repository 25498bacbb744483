package dev.parley.bench.slow;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * Files of H2 with {@code slow:} before their names: what forces them to the disk takes as long as another file says, in
 * milliseconds. Registered by an agent, so that the server itself is none the wiser.
 */
public final class SlowDisk extends FilePathWrapper {
    private static Path delay = Path.of("");

    /** Called by the JVM; the argument names the file that says how slow the disk is. */
    public static void premain(String argument) {
        delay = Path.of(argument);
        FilePath.register(new SlowDisk());
    }

    @Override
    public String getScheme() {
        return "slow";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new SlowFile(getBase().open(mode), delay);
    }
}
