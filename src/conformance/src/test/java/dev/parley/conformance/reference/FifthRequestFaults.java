package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.FourthBlindFaults.handshake;
import static dev.parley.conformance.reference.FourthBlindFaults.isSwitch;
import static dev.parley.conformance.reference.FourthBlindFaults.withValue;

import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Faults of {@link FifthBlindFault} in the opening handshake: what is read, and what is answered. Stateless. */
final class FifthRequestFaults {
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
    private static final String SERVER_WINDOW = "; server_max_window_bits=[0-9]+";
    private static final Pattern NAME = Pattern.compile("(?<=\n)[A-Za-z_-]+(?=:)");
    private static final Pattern OPTIONS = Pattern.compile("(?<=\n)(?i:Connection:)[^\r\n]*");
    private static final Pattern OFFERS = Pattern.compile("(?<=\n)(?i:" + EXTENSIONS + ":)[^\r\n\"]*(?=\r)");
    private static final Pattern HOST = Pattern.compile("\n(?i:Host):");
    private static final byte[] PAGE = "only GET is served\n".getBytes(StandardCharsets.US_ASCII);

    private FifthRequestFaults() {}

    static Behaviour spaceBeforeFirstHeaderStripped() {
        return Behaviours.readingAs("^([^\r\n]*\r\n)[ \t]+(?=[^ \t\r\n])", "$1");
    }

    static Behaviour signedLengthTaken() {
        return Behaviours.readingAs("(?<=\n)((?i:Content-Length):[ \t]*)[+-](?=[0-9])", "$1");
    }

    static Behaviour unknownCodingIgnored() {
        return Behaviours.readingAs("(?<=\n)(?i:Transfer-Encoding):(?![^\r\n]*\\b(?i:chunked)\\b)[^\r\n]*\r\n", "");
    }

    static Behaviour underscoreIsHyphen() {
        return Behaviours.request(head -> replaced(head, NAME, found -> found.replace('_', '-')));
    }

    /** Bytes 85 and a0 are white space in Latin-1, which is what many read headers as. */
    static Behaviour unicodeSpaceTrimmed() {
        String space = "[ \t\u0085\u00a0]*[\u0085\u00a0][ \t\u0085\u00a0]*";
        return Behaviours.request(
                head -> head.replaceAll(space + "(?=\r\n)", "").replaceAll("(?<=\n)([A-Za-z0-9-]+:)" + space, "$1 "));
    }

    static Behaviour methodCaseIgnored() {
        return Behaviours.readingAs("^(?i:GET) ", "GET ");
    }

    static Behaviour optionsSplitAtSpace() {
        return Behaviours.request(head ->
                replaced(head, OPTIONS, found -> found.strip().replaceAll("(?<=[^ \t,:])[ \t]+(?=[^ \t,])", ", ")));
    }

    static Behaviour parametersCutAtSemicolonAndSpace() {
        return Behaviours.request(head -> replaced(head, OFFERS, found -> found.replaceAll(";(?! )[^;,]*", "")));
    }

    private static String replaced(String head, Pattern pattern, UnaryOperator<String> change) {
        return pattern.matcher(head).replaceAll(found -> Matcher.quoteReplacement(change.apply(found.group())));
    }

    static Behaviour upgradeSentTwice() {
        return Behaviours.accepting(head -> head.replaceFirst("(?<=\n)(Upgrade: [^\r\n]*\r\n)", "$1$1"));
    }

    static Behaviour extensionsSentTwice() {
        return Behaviours.accepting(head -> head.replaceFirst("(?<=\n)(" + EXTENSIONS + ": [^\r\n]*\r\n)", "$1$1"));
    }

    static Behaviour answerFolded() {
        return Behaviours.accepting(
                head -> head.replaceFirst("(?<=\n)(" + EXTENSIONS + ": [^\r\n;]*;) ([^\r\n]*)", "$1\r\n $2"));
    }

    static Behaviour serverWindowLeftOut() {
        return Behaviours.accepting(head -> head.replaceFirst(SERVER_WINDOW, ""));
    }

    static Behaviour serverWindowAboveOffer() {
        return Behaviours.accepting(head -> head.replaceFirst(SERVER_WINDOW, "; server_max_window_bits=15"));
    }

    static Behaviour upgradeOptionMissing() {
        return Behaviours.refusing(head -> head.replaceFirst("(?<=\n)Connection: Upgrade, close", "Connection: close"));
    }

    static Behaviour refusedWith401() {
        return Behaviours.refusing(head -> head.replaceFirst("^HTTP/1.1 403 [^\r]*", "HTTP/1.1 401 Unauthorized"));
    }

    static Behaviour missingHostIs404() {
        return refusing((request, head) -> HOST.matcher(request).results().count() == 1
                ? head
                : head.replaceFirst("^HTTP/1.1 400 [^\r]*", "HTTP/1.1 404 Not Found"));
    }

    private static Behaviour refusing(BiFunction<String, String, String> change) {
        return handshake(head -> head, (request, head) -> isSwitch(head) ? head : change.apply(request, head));
    }

    static Behaviour headAnsweredWithBody() {
        return new Behaviour() {
            @Override
            public byte[] response(byte[] head, String request) {
                if (!request.startsWith("HEAD ")) {
                    return head;
                }
                byte[] said = Behaviours.changeHead(head, text -> withValue(text, "Content-Length", "" + PAGE.length));
                return FourthBlindFaults.joined(said, PAGE);
            }
        };
    }
}
