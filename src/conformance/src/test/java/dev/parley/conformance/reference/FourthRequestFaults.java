package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.FourthBlindFaults.handshake;
import static dev.parley.conformance.reference.FourthBlindFaults.isSwitch;
import static dev.parley.conformance.reference.FourthBlindFaults.value;
import static dev.parley.conformance.reference.FourthBlindFaults.withValue;

import dev.parley.conformance.reference.Behaviour.Reaction;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Faults of {@link FourthBlindFault} in the opening handshake, permessage-deflate included. Stateless. */
final class FourthRequestFaults {
    private static final String KEY = "Sec-WebSocket-Key";
    private static final String VERSION = "Sec-WebSocket-Version";
    private static final String PROTOCOL = "Sec-WebSocket-Protocol";
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
    private static final String CLIENT_WINDOW = "client_max_window_bits";
    private static final String UPGRADE = "Upgrade";
    private static final int KEY_CHARACTERS = 24;
    private static final int KEY_BYTES = 16;
    private static final List<String> SUBPROTOCOLS = List.of("echo", "chat");
    private static final Pattern VALID_OFFER = Pattern.compile("permessage-deflate(\\s*;\\s*("
            + "server_no_context_takeover|client_no_context_takeover"
            + "|server_max_window_bits=([89]|1[0-5])|client_max_window_bits(=([89]|1[0-5]))?))*");
    private static final Pattern BAD_WINDOW =
            Pattern.compile("(server|client)_max_window_bits=(?!([89]|1[0-5])\\s*[;,\r])");

    private FourthRequestFaults() {}

    private static int decoded(String key) {
        try {
            return Base64.getDecoder().decode(key).length;
        } catch (IllegalArgumentException e) {
            return -1; // no base64
        }
    }

    static Behaviour longKeysTaken() {
        return FourthBlindFaults.takingKeys(key -> decoded(key) > KEY_BYTES);
    }

    static Behaviour keysOfRightLengthTaken() {
        return FourthBlindFaults.takingKeys(key -> key.length() == KEY_CHARACTERS && decoded(key) != KEY_BYTES);
    }

    static Behaviour equalKeysAreOne() {
        return Behaviours.request(head -> {
            List<String> keys = Pattern.compile("(?im)^" + KEY + ":(.*)$")
                    .matcher(head)
                    .results()
                    .map(found -> found.group(1).trim())
                    .distinct()
                    .toList();
            return keys.size() == 1 ? Behaviours.once(head, KEY) : head;
        });
    }

    static Behaviour keyIsFormData() {
        return answering((request, head) -> {
            String key = value(request, KEY);
            return key.contains("+") ? FourthBlindFaults.withAccept(head, key.replace('+', ' ')) : head;
        });
    }

    static Behaviour versionIsANumber() {
        return Behaviours.request(
                head -> value(head, VERSION).matches("\\+?0*13") ? withValue(head, VERSION, "13") : head);
    }

    static Behaviour versionRepeated() {
        return handshake(
                head -> head,
                (request, head) -> isSwitch(head) || value(request, VERSION).isEmpty()
                        ? head
                        : withValue(head, VERSION, value(request, VERSION)));
    }

    static Behaviour otherVersionUnanswered() {
        return ThirdBlindFaults.atRequest(
                Reaction.DROPS,
                head -> Behaviours.has(head, VERSION) && !value(head, VERSION).equals("13"));
    }

    static Behaviour minorVersionOnly() {
        return Behaviours.readingAs(" HTTP/[0-9]\\.[1-9]\r\n", " HTTP/1.1\r\n");
    }

    static Behaviour absoluteTargetIsHost() {
        Pattern target = Pattern.compile("^GET (?i:https?)://([^/ ?]+)\\S* ");
        return Behaviours.request(head -> {
            Matcher found = target.matcher(head);
            return found.find() && !Behaviours.has(head, "Host")
                    ? Behaviours.with(head, "Host: " + found.group(1))
                    : head;
        });
    }

    static Behaviour tabBeforeColonTaken() {
        return Behaviours.readingAs("(?m)^([^\\s:]+)\t+:", "$1:");
    }

    static Behaviour foldJoined() {
        return Behaviours.readingAs("\r\n[ \t]+", "");
    }

    static Behaviour carriageReturnEndsLine() {
        return Behaviours.readingAs("\r(?!\n)", "\r\n");
    }

    static Behaviour nulEndsValue() {
        return Behaviours.readingAs("(?m)^([^\\s:]+:[^\0\r\n]*)\0[^\r\n]*", "$1");
    }

    static Behaviour capitalIsUnknown() {
        return Behaviours.readingAs("(?m)^[A-Za-z-]*I[A-Za-z-]*:", "X-Unknown:");
    }

    static Behaviour firstConnectionLineOnly() {
        return Behaviours.request(head -> Behaviours.once(head, "Connection"));
    }

    static Behaviour upgradeEchoed() {
        return answering((request, head) -> withValue(head, UPGRADE, value(request, UPGRADE)));
    }

    static Behaviour subprotocolsEchoed() {
        return answering((request, head) -> withValue(head, PROTOCOL, value(request, PROTOCOL)));
    }

    static Behaviour subprotocolEmpty() {
        return answering(
                (request, head) -> Behaviours.has(request, PROTOCOL) ? head : Behaviours.with(head, PROTOCOL + ": "));
    }

    static Behaviour subprotocolInAnyCase() {
        return Behaviours.request(head -> {
            List<String> offered = Arrays.asList(value(head, PROTOCOL).split("\\s*,\\s*"));
            return offered.stream().anyMatch(SUBPROTOCOLS::contains)
                    ? head
                    : withValue(head, PROTOCOL, value(head, PROTOCOL).toLowerCase(Locale.ROOT));
        });
    }

    static Behaviour switchIsChunked() {
        return Behaviours.accepting(head -> Behaviours.with(head, "Transfer-Encoding: chunked"));
    }

    static Behaviour lengthCountsHead() {
        return new Behaviour() {
            @Override
            public byte[] response(byte[] head) {
                return Behaviours.changeHead(
                        head, text -> isSwitch(text) ? text : withValue(text, "Content-Length", "" + head.length));
            }
        };
    }

    static Behaviour originRefusedWith200() {
        return Behaviours.refusing(head -> head.replaceFirst("^HTTP/1.1 403 [^\r]*", "HTTP/1.1 200 OK"));
    }

    static Behaviour parametersOfDeclinedOffer() {
        return answering((request, head) -> {
            List<String> offers = offers(request);
            List<String> declined = offers.stream()
                    .takeWhile(offer -> !VALID_OFFER.matcher(offer).matches())
                    .toList();
            boolean left = declined.stream().anyMatch(offer -> offer.contains(CLIENT_WINDOW));
            boolean asked = declined.size() < offers.size()
                    && offers.get(declined.size()).contains(CLIENT_WINDOW);
            return left && !asked ? withClientWindow(head) : head;
        });
    }

    private static List<String> offers(String request) {
        return Arrays.stream(value(request, EXTENSIONS).split("\\s*,\\s*"))
                .filter(offer -> offer.startsWith("permessage-deflate"))
                .toList();
    }

    static Behaviour clientWindowAboveOffer() {
        return answering(
                (request, head) -> head.replaceFirst("client_max_window_bits=[0-9]+", "client_max_window_bits=15"));
    }

    static Behaviour clientWindowUnasked() {
        return answering((request, head) -> value(request, EXTENSIONS).contains("server_max_window_bits")
                        && !value(request, EXTENSIONS).contains(CLIENT_WINDOW)
                ? withClientWindow(head)
                : head);
    }

    private static String withClientWindow(String head) {
        String agreed = value(head, EXTENSIONS);
        return agreed.startsWith("permessage-deflate")
                ? withValue(head, EXTENSIONS, agreed + "; client_max_window_bits=15")
                : head;
    }

    static Behaviour badWindowFails() {
        return handshake(
                head -> BAD_WINDOW.matcher(head).find() ? Behaviours.without(head, "Host") : head,
                (request, head) -> BAD_WINDOW.matcher(request).find() && !isSwitch(head)
                        ? head.replaceFirst("^[^\r]*", "HTTP/1.1 500 Internal Server Error")
                        : head);
    }

    static Behaviour commaInQuotesSplits() {
        return Behaviours.readingAs("(?im)(?<=^" + EXTENSIONS + ":[^\r]{0,200})=\"([^\"\r]*,[^\"\r]*)\"", "$1");
    }

    static Behaviour windowWithoutValue() {
        return Behaviours.readingAs("server_max_window_bits(?=\\s*[;,\r])", "server_max_window_bits=15");
    }

    private static Behaviour answering(BiFunction<String, String, String> answer) {
        return handshake(head -> head, (request, head) -> isSwitch(head) ? answer.apply(request, head) : head);
    }
}
