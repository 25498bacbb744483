package dev.parley.endpoints.handshake;

/** Makes text that a stranger sent fit for a line of the log. */
final class Printable {
    private static final int LONGEST = 100;

    private Printable() {}

    /** Returns at most {@value #LONGEST} characters of {@code text}, with {@code ?} for all but printable ASCII. */
    static String of(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
        return cut.replaceAll("[^ -~]", "?");
    }
}
