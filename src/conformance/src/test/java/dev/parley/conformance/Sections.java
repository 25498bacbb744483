package dev.parley.conformance;

import java.util.Set;

/** The sections that cases may cite. */
final class Sections {
    /** Of RFC 6455. */
    private static final Set<String> RFC_6455 = Set.of(
            "1.1 1.2 1.3 1.4 1.5 1.6 1.7 1.8 1.9 2.1 3 4 4.1 4.2 4.2.1 4.2.2 4.3 4.4 5 5.1 5.2 5.3 5.4 5.5 5.5.1 5.5.2 5.5.3 5.6 5.7 5.8 6 6.1 6.2 7 7.1 7.1.1 7.1.2 7.1.3 7.1.4 7.1.5 7.1.6 7.1.7 7.2 7.2.1 7.2.2 7.2.3 7.3 7.4 7.4.1 7.4.2 8 8.1 9 9.1 9.2 10 10.1 10.2 10.3 10.4 10.5 10.6 10.7 10.8 11 11.1 11.2 11.3 11.3.1 11.3.2 11.3.3 11.3.4 11.3.5 11.4 11.5 11.6 11.7 11.8"
                    .split(" "));
    /** Of RFC 7692. */
    private static final Set<String> RFC_7692 = Set.of(
            "1 2 3 4 5 5.1 5.2 5.3 6 6.1 6.2 7 7.1 7.1.1 7.1.1.1 7.1.1.2 7.1.2 7.1.2.1 7.1.2.2 7.1.3 7.2 7.2.1 7.2.2 7.2.3 7.2.3.1 7.2.3.2 7.2.3.3 7.2.3.4 7.2.3.5 7.2.3.6 8"
                    .split(" "));
    /** Of others, as far as they bind a WebSocket server. */
    private static final Set<String> OTHERS = Set.of(
            "RFC 1951 3.2",
            "RFC 3629 3",
            "RFC 6585 5",
            "RFC 6520 4",
            "RFC 7301 3.2",
            "RFC 8446 2.2",
            "RFC 8446 4.1.2",
            "RFC 8446 4.1.4",
            "RFC 8446 4.2.1",
            "RFC 8446 4.6.3",
            "RFC 8446 5.1",
            "RFC 8446 5.2",
            "RFC 8446 6.1",
            "RFC 8446 6.2",
            "RFC 8996 4",
            "RFC 8996 5",
            "RFC 9110 4.2.1",
            "RFC 9110 4.2.3",
            "RFC 9110 5.1",
            "RFC 9110 5.3",
            "RFC 9110 5.4",
            "RFC 9110 5.5",
            "RFC 9110 5.6.1",
            "RFC 9110 5.6.3",
            "RFC 9110 5.6.7",
            "RFC 9110 6.6.1",
            "RFC 9110 7.2",
            "RFC 9110 7.4",
            "RFC 9110 7.6.1",
            "RFC 9110 7.8",
            "RFC 9110 8.3",
            "RFC 9110 8.6",
            "RFC 9110 9.3.2",
            "RFC 9110 15.5",
            "RFC 9110 9.1",
            "RFC 9110 10.1.1",
            "RFC 9110 13.2.1",
            "RFC 9110 15.5.6",
            "RFC 9110 15.5.15",
            "RFC 9110 15.5.22",
            "RFC 9112 2.2",
            "RFC 9112 2.3",
            "RFC 9112 3",
            "RFC 9112 3.2",
            "RFC 9112 3.2.2",
            "RFC 9112 4",
            "RFC 9112 5",
            "RFC 9112 5.1",
            "RFC 9112 5.2",
            "RFC 9112 6.1",
            "RFC 9112 6.3",
            "RFC 9112 9.2",
            "RFC 9112 9.3",
            "RFC 9112 9.6",
            "RFC 9293 3.5.3",
            "RFC 9293 3.6");

    private Sections() {}

    static boolean exists(String section) {
        return section.startsWith("RFC 7692 ")
                ? RFC_7692.contains(section.substring("RFC 7692 ".length()))
                : RFC_6455.contains(section) || OTHERS.contains(section);
    }
}
