package dev.parley.bench.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The stores that there are. */
public enum StoreKind {
    /** In the memory of the server. */
    MEMORY,
    /** In files, written by the server itself. */
    H2,
    /** In a server of PostgreSQL, which is started in a directory of its own. */
    POSTGRES;

    /**
     * Opens an empty one.
     *
     * @param disk on which it is; nothing for a directory among the temporary ones
     */
    public Store open(Optional<SmallDisk> disk) throws IOException {
        Path directory = disk.isPresent() ? disk.get().directory() : Files.createTempDirectory("bench-store-");
        return switch (this) {
            case MEMORY -> new MemoryStore();
            case H2 -> new H2Store(directory, disk);
            case POSTGRES -> PostgresStore.start(directory, disk);
        };
    }
}
