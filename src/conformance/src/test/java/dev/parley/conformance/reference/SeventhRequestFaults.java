package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.Behaviours.has;
import static dev.parley.conformance.reference.Behaviours.readingAs;
import static dev.parley.conformance.reference.Behaviours.refusingWhere;
import static dev.parley.conformance.reference.Behaviours.with;

import java.util.Base64;

/** Faults of {@link SeventhBlindFault} in the opening handshake. Stateless. */
final class SeventhRequestFaults {
    private static final int KEY_BYTES = 16;
    private static final String PROTOCOL = "Sec-WebSocket-Protocol";

    private SeventhRequestFaults() {}

    static Behaviour lastConnectionLine() {
        return ThirdRequestFaults.lastLineOnly("Connection");
    }

    /** A comma without a space behind it is part of a token then. */
    static Behaviour splitAtCommaAndSpace() {
        return SixthRequestFaults.onLines("Connection", line -> line.replaceAll(",(?! )", "."));
    }

    static Behaviour upgradeComparedWhole() {
        return refusingWhere("(?im)^Upgrade:[^\r\n]*,");
    }

    static Behaviour connectionContainsUpgrade() {
        return readingAs("(?im)^Connection:[^\r\n]*upgrade[^\r\n]*", "Connection: Upgrade");
    }

    static Behaviour requestLineLimited() {
        return refusingWhere("^[^\r\n]{4097}");
    }

    static Behaviour spaceAfterColonRequired() {
        return readingAs("(?<=\r\n)([!-9;-~]+):(?=[^ \r\n])", "X-$1: ");
    }

    /** What is left at an end of a value makes it another. */
    static Behaviour tabNotTrimmed() {
        return Behaviours.request(head ->
                head.replaceAll("(?<=\r\n)([!-9;-~]+:) *\t[ \t]*", "$1 _").replaceAll("\t[ \t]*(?=\r\n)", "_"));
    }

    static Behaviour absoluteFormIsPath() {
        return readingAs("^(GET) (?i:https?|wss?)://[^ \r\n]*", "$1 /not-found");
    }

    static Behaviour originPrefix() {
        return Behaviours.takingOrigins(String::startsWith);
    }

    static Behaviour originHostOnly() {
        return Behaviours.takingOrigins((origin, own) -> host(origin).equalsIgnoreCase(host(own)));
    }

    private static String host(String origin) {
        return origin.replaceFirst("^[^:]*://", "").replaceFirst("[:/].*$", "");
    }

    static Behaviour keyByMimeDecoder() {
        return FourthBlindFaults.takingKeys(key -> key.matches(".*[^A-Za-z0-9+/=].*") && leniently(key) == KEY_BYTES);
    }

    private static int leniently(String key) {
        try {
            return Base64.getMimeDecoder().decode(key).length;
        } catch (IllegalArgumentException e) {
            return -1; // not even so
        }
    }

    static Behaviour hostTwice() {
        return Behaviours.request(head -> Behaviours.once(head, "Host"));
    }

    static Behaviour spaceBeforeColon() {
        return readingAs("(?m)^([!-9;-~]+) +:", "$1:");
    }

    static Behaviour foldedLineIsField() {
        return readingAs("(?<=\r\n)[ \t]+(?=[!-9;-~]+:)", "");
    }

    static Behaviour methodInAnyCase() {
        return readingAs("^(?i:get) ", "GET ");
    }

    static Behaviour anyMethod() {
        return readingAs("^[!#$%&'*+.^_`|~0-9A-Za-z-]+ ", "GET ");
    }

    static Behaviour protocolWithoutOffer() {
        return Behaviours.accepting(head -> has(head, PROTOCOL) ? head : with(head, PROTOCOL + ": echo"));
    }

    static Behaviour leadingZero() {
        return readingAs("max_window_bits=0+(?=[1-9])", "max_window_bits=");
    }

    static Behaviour keyOf24() {
        return FourthRequestFaults.keysOfRightLengthTaken();
    }
}
