package dev.parley.endpoints.settings;
/** Reads {@link Settings}. */
public final class SettingsReader {
    private SettingsReader() {}
}
