package dev.parley.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/** Starts each server when the first test asks for it, and ends it after the last test of the run. */
final class Targets implements BeforeAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(Targets.class);

    private volatile @Nullable Store store;

    /** Ends a server when JUnit closes its store. */
    private record Held(Target.Running running) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            running.process().close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        store = context.getRoot().getStore(NAMESPACE);
    }

    /** Returns the running server. */
    Target.Running get(Target target) {
        Store current = store;
        if (current == null) {
            throw new IllegalStateException("register it with @RegisterExtension");
        }
        return current.computeIfAbsent(target, Targets::start, Held.class).running();
    }

    private static Held start(Target target) {
        try {
            return new Held(target.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
