package dev.parley.bench.codec;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Nanoseconds on CPU instead of nanoseconds on the wall: what a loaded machine cannot stretch. Counts all threads of this
 * process but the JIT compilers, so that garbage collection is charged to who allocates. Off Linux: the calling thread.
 */
final class CpuClock {
    private static final Path TASKS = Path.of("/proc/self/task");

    private CpuClock() {}

    /** CPU time of everything but the JIT compilers, in nanoseconds since the process began. */
    static long workNanos() {
        return Files.isDirectory(TASKS)
                ? sum(false)
                : ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** CPU time of the JIT compilers in nanoseconds; always 0 off Linux. */
    static long compilerNanos() {
        return Files.isDirectory(TASKS) ? sum(true) : 0;
    }

    private static long sum(boolean compilers) {
        long nanos = 0;
        for (Path task : tasks()) {
            nanos += nanos(task, compilers);
        }
        return nanos;
    }

    private static long nanos(Path task, boolean compilers) {
        try {
            String name = Files.readString(task.resolve("comm"), StandardCharsets.UTF_8);
            if (compilers != (name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler"))) {
                return 0;
            }
            String stat = Files.readString(task.resolve("schedstat"), StandardCharsets.UTF_8);
            return Long.parseLong(stat.substring(0, stat.indexOf(' ')));
        } catch (IOException e) {
            return 0; // the thread ended between the listing and the reading
        }
    }

    private static List<Path> tasks() {
        List<Path> tasks = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(TASKS)) {
            all.forEach(tasks::add);
        } catch (IOException e) {
            throw new IllegalStateException("cannot list " + TASKS, e);
        }
        return tasks;
    }
}
