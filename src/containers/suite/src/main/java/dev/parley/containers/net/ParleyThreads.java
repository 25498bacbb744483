package dev.parley.containers.net;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/** The threads that Parley starts in this JVM, known by their names. */
public final class ParleyThreads {
    private static final String PREFIX = "parley";

    private ParleyThreads() {}

    /** Returns those that are alive. */
    public static Set<Thread> alive() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(PREFIX))
                .collect(Collectors.toSet());
    }

    /** Returns those that are alive and were not then. */
    public static Set<Thread> startedSince(Set<Thread> before) {
        return alive().stream().filter(thread -> !before.contains(thread)).collect(Collectors.toSet());
    }

    /** Waits until all that started since then have ended. */
    public static void awaitEnd(Set<Thread> before, Duration limit) throws InterruptedException {
        Eventually.await(
                "end of the threads named " + PREFIX,
                limit,
                () -> startedSince(before).isEmpty());
    }
}
