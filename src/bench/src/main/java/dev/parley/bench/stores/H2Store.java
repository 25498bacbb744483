package dev.parley.bench.stores;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Files of H2, on a disk that can be made slow and, if it is small, filled. */
final class H2Store implements Store {
    private static final List<String> AGENT = List.of("SlowDisk", "SlowFile");
    private static final String AGENT_PACKAGE = "dev.parley.bench.slow.";
    private static final long SLOWEST_MILLIS = 1000;

    private final Path directory;
    private final Optional<SmallDisk> disk;
    private final Path agent;
    private final Path delay;

    H2Store(Path directory, Optional<SmallDisk> disk) throws IOException {
        this.directory = directory;
        this.disk = disk;
        this.agent = Files.createTempFile("bench-slow-disk-", ".jar");
        this.delay = Path.of(agent + ".delay");
        writeAgent(agent);
    }

    /** Makes a jar of the classes that register the slow disk. */
    private static void writeAgent(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", AGENT_PACKAGE + AGENT.get(0));
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            for (String name : AGENT) {
                String path = AGENT_PACKAGE.replace('.', '/') + name + ".class";
                try (InputStream in = H2Store.class.getResourceAsStream("/" + path)) {
                    if (in == null) {
                        throw new IOException(path + " is not there");
                    }
                    out.putNextEntry(new JarEntry(path));
                    in.transferTo(out);
                }
            }
        }
    }

    @Override
    public List<String> options() {
        return List.of(
                "-javaagent:" + agent + "=" + delay,
                "-Dparley.store.database=jdbc:h2:slow:async:" + directory.resolve("parley") + ";DB_CLOSE_ON_EXIT=FALSE",
                "-Dparley.store.user=sa",
                "-Dparley.store.directory=" + directory);
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public Set<Trouble> troubles() {
        return disk.isPresent() ? EnumSet.of(Trouble.DISK, Trouble.FSYNC) : EnumSet.of(Trouble.FSYNC);
    }

    @Override
    public void suffer(Trouble trouble, long millis, Random random) throws IOException, InterruptedException {
        switch (trouble) {
            case DISK -> {
                SmallDisk small = disk.orElseThrow();
                try {
                    small.fill();
                    Thread.sleep(millis);
                } finally {
                    small.empty();
                }
            }
            case FSYNC -> {
                try {
                    Files.writeString(delay, Long.toString(1 + random.nextLong(SLOWEST_MILLIS)));
                    Thread.sleep(millis);
                } finally {
                    Files.delete(delay);
                }
            }
            case DATABASE -> throw new IllegalArgumentException("H2 has no process of its own");
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(agent);
        if (disk.isEmpty()) {
            Directories.delete(directory);
        }
    }
}
