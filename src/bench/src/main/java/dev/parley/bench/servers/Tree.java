package dev.parley.bench.servers;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the built servers lie: found from the place of this program's jar, or below {@code -Dparley.tree}. */
final class Tree {
    private Tree() {}

    /** The embedded server's jar. */
    static Path serverJar() {
        return existing("src/server/target/parley-server.jar", "src/server");
    }

    /** The WAR. */
    static Path war() {
        return existing("webapp/target/parley.war", "webapp");
    }

    /** The class path of a peer. */
    static String peerClassPath(String peer) {
        return existing("src/bench/peers/" + peer + "/target/lib", "src/bench/peers/" + peer) + "/*";
    }

    /** The jar, or the directory of classes, of this program. */
    static Path self() {
        try {
            return Path.of(Tree.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path existing(String path, String module) {
        Path file = root().resolve(path);
        if (!Files.exists(file)) {
            throw new IllegalArgumentException(
                    file + " does not exist: mvn package -DskipTests -pl " + module + " -am builds it");
        }
        return file;
    }

    private static Path root() {
        String given = System.getProperty("parley.tree");
        if (given != null) {
            return Path.of(given);
        }
        for (Path up = self(); up != null; up = up.getParent()) {
            if (Files.isDirectory(up.resolve("src/bench/peers"))) {
                return up;
            }
        }
        throw new IllegalArgumentException("no source tree above " + self() + ": name it with -Dparley.tree=DIRECTORY");
    }

    /** What this program itself needs to run another of its main classes. */
    static List<String> ownClassPath() {
        return List.of("-cp", System.getProperty("java.class.path"));
    }
}
