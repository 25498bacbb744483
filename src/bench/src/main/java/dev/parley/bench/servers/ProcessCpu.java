package dev.parley.bench.servers;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * CPU time that a process has used so far, by {@code /proc}; Linux only. That of the JIT compilers is counted apart: it is
 * large in a short run and nothing in a long one.
 *
 * @param totalNanos of all threads, user and system, in steps of 10 ms
 * @param compilerNanos of the JIT compilers' threads
 */
public record ProcessCpu(long totalNanos, long compilerNanos) {
    private static final long TICK_NANOS = 10_000_000; // USER_HZ is 100 on every Linux of today
    private static final int UTIME = 11; // index behind the name of the process
    private static final int STIME = 12;

    /** Reads the clocks of a process. */
    public static ProcessCpu of(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        String stat = Files.readString(process.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]);
        long compilers = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(process.resolve("task"))) {
            for (Path task : tasks) {
                compilers += compilerNanos(task);
            }
        }
        return new ProcessCpu(ticks * TICK_NANOS, compilers);
    }

    /** What was used since {@code before}. */
    public ProcessCpu since(ProcessCpu before) {
        return new ProcessCpu(totalNanos - before.totalNanos, compilerNanos - before.compilerNanos);
    }

    /** All but the compilers. */
    public long workNanos() {
        return totalNanos - compilerNanos;
    }

    private static long compilerNanos(Path task) {
        try {
            String name = Files.readString(task.resolve("comm"));
            if (!name.startsWith("C1 Compiler") && !name.startsWith("C2 Compiler")) {
                return 0;
            }
            String stat = Files.readString(task.resolve("schedstat"));
            return Long.parseLong(stat.substring(0, stat.indexOf(' ')));
        } catch (IOException e) {
            return 0; // the thread ended between the listing and the reading
        }
    }
}
