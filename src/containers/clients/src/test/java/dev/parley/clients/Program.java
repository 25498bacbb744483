package dev.parley.clients;

import java.io.File;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A program that a test needs and that this machine may not have. */
final class Program {
    private static final Logger LOG = System.getLogger(Program.class.getName());
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(20);

    /** Besides {@code PATH}: where distributions put daemons and browsers. */
    private static final List<String> USUAL_PLACES =
            List.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin");

    private static final Set<String> NOTICED = ConcurrentHashMap.newKeySet();

    private Program() {}

    /**
     * Returns the program; without it the test is skipped with a notice, or fails if {@code -Dclients.required=true}.
     *
     * @param install how to get it, for the notice
     */
    static Path required(String name, String install) {
        return found(candidates(name).findFirst(), name, install);
    }

    /** Returns a Python 3 that has the module; without one the test is skipped or fails as above. */
    static Path pythonWith(String module, String install) {
        Predicate<Path> imports = python -> {
            try {
                return Execution.of(PROBE_LIMIT, Path.of("."), Map.of(), python.toString(), "-c", "import " + module)
                                .status()
                        == 0;
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException("cannot ask " + python + " for " + module, e);
            }
        };
        return found(candidates("python3").filter(imports).findFirst(), "python3 with " + module, install);
    }

    private static Path found(Optional<Path> program, String what, String install) {
        if (program.isPresent()) {
            return program.get();
        }
        String notice = what + " is not there, so its tests do not run: " + install;
        if (Boolean.getBoolean("clients.required")) {
            return Assertions.fail(notice);
        }
        if (NOTICED.add(notice)) {
            LOG.log(Level.WARNING, "SKIPPED: " + notice);
        }
        Assumptions.abort(notice);
        throw new AssertionError("abort returned");
    }

    private static Stream<Path> candidates(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(File.pathSeparator)), USUAL_PLACES.stream())
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .distinct();
    }
}
