package dev.parley.bench.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The heap of a server's JVM, seen from outside: by collecting it, and by reading what the collector logs. Exact to the
 * MiB that the log gives for each collection.
 */
public final class ServerHeap {
    private static final Pattern COLLECTION = Pattern.compile("GC\\(\\d+\\) Pause .* (\\d+)M->(\\d+)M\\(");
    private static final long MIB = 1 << 20;

    private final long pid;
    private final Path log;

    ServerHeap(long pid, Path log) {
        this.pid = pid;
        this.log = log;
    }

    /** The option by which a JVM logs its collections there. */
    static String option(Path log) {
        return "-Xlog:gc:file=" + log + "::filecount=0";
    }

    /** Collects, and returns the bytes of all objects that are reachable. */
    public long liveBytes() throws IOException, InterruptedException {
        String histogram = jcmd("GC.class_histogram");
        String total = histogram
                .lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow(() -> new IOException("jcmd GC.class_histogram has no total"));
        return Long.parseLong(total.trim().split("\\s+", -1)[2]);
    }

    /** Collects all, so that what lives long is where it is in a server that has run for long. */
    public void age() throws IOException, InterruptedException {
        jcmd("GC.run");
    }

    /** Collects, and returns the bytes that were allocated since the JVM began. */
    public long allocatedBytes() throws IOException, InterruptedException {
        jcmd("GC.run");
        long allocated = 0;
        long left = 0;
        for (String line : Files.readAllLines(log)) {
            Matcher collection = COLLECTION.matcher(line);
            if (collection.find()) {
                allocated += Long.parseLong(collection.group(1)) - left;
                left = Long.parseLong(collection.group(2));
            }
        }
        return allocated * MIB;
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(List.of(jcmd, Long.toString(pid), command))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("jcmd " + command + " failed: " + output.strip());
        }
        return output;
    }
}
