package dev.parley.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.logging.LogManager;

/** Logging of the server as a program: warnings to standard error, one line each, unless the user configured it. */
final class ServerLogging {
    private static final String USERS_FILE = "java.util.logging.config.file";
    private static final String USERS_CLASS = "java.util.logging.config.class";
    private static final String OURS = "logging.properties";

    private ServerLogging() {}

    static void configure() {
        if (System.getProperty(USERS_FILE) != null || System.getProperty(USERS_CLASS) != null) {
            return;
        }
        try (InputStream in = ServerLogging.class.getResourceAsStream(OURS)) {
            LogManager.getLogManager().readConfiguration(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the jar is damaged: " + OURS, e);
        }
    }
}
