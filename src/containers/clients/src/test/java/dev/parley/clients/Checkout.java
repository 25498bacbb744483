package dev.parley.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the files of this run are. */
final class Checkout {
    private Checkout() {}

    /** Returns the path of a file or directory of the repository, which must exist. */
    static Path of(String path) {
        Path found = Path.of(System.getProperty("it.root")).resolve(path).normalize();
        if (!Files.exists(found)) {
            throw new IllegalStateException(path + " is missing; run mvn verify from the top of the repository");
        }
        return found;
    }

    /** Returns a directory for the files that a test makes. */
    static Path scratch(String name) throws IOException {
        return Files.createDirectories(
                Path.of(System.getProperty("it.directory")).resolve(name));
    }
}
