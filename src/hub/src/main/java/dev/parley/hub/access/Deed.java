package dev.parley.hub.access;

/** What clients are not to do too often. */
public enum Deed {
    /** Send a message, whatever it asks for. */
    REQUEST("messages"),
    /** Publish. */
    PUBLISH("publications");

    private final String words;

    Deed(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
