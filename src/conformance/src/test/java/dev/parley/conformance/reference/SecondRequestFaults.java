package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.Behaviours.readingAs;
import static dev.parley.conformance.reference.Behaviours.refusingWhere;
import static dev.parley.conformance.reference.Behaviours.request;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What those of {@link SecondBlindFault} do that are about reading a request. Stateless. */
final class SecondRequestFaults {
    private static final Pattern KEY = Pattern.compile("(?im)^(Sec-WebSocket-Key:[ \t]*)(.)");

    private SecondRequestFaults() {}

    static Behaviour keyWithSpaceBehindIt() {
        return hashingAnotherKeyWhere("(?im)^Sec-WebSocket-Key:[^\r\n]*[ \t]\r\n");
    }

    static Behaviour plusInKey() {
        return hashingAnotherKeyWhere("(?im)^Sec-WebSocket-Key:[^\r\n]*\\+");
    }

    /** The answer then accepts a key that was not sent. */
    private static Behaviour hashingAnotherKeyWhere(String expression) {
        Pattern where = Pattern.compile(expression);
        return request(head ->
                where.matcher(head).find() ? KEY.matcher(head).replaceFirst(SecondRequestFaults::another) : head);
    }

    private static String another(MatchResult key) {
        return key.group(1) + (key.group(2).equals("A") ? "B" : "A");
    }

    static Behaviour tabBehindColonRefused() {
        return refusingWhere("\r\n[!-9;-~]+:\t");
    }

    static Behaviour upgradeByPrefix() {
        return readingAs("(?im)^(Upgrade: *websocket)[-\\w./]+", "$1");
    }

    static Behaviour versionAsNumber() {
        return readingAs("(?im)^(Sec-WebSocket-Version: *)(?:\\+|0+)13(?=\r)", "$113");
    }

    static Behaviour versionInList() {
        return readingAs(
                "(?im)^Sec-WebSocket-Version:(?=[^\r\n]*,)[^\r\n]*\\b13\\b[^\r\n]*", "Sec-WebSocket-Version: 13");
    }

    static Behaviour headTakenAsGet() {
        return readingAs("^HEAD ", "GET ");
    }

    static Behaviour httpVersionByPrefix() {
        return readingAs("^(GET \\S+ HTTP/1\\.1)[\\d.]+\r", "$1\r");
    }

    static Behaviour spaceInTarget() {
        return readingAs("^GET (/\\S*) (\\S+) HTTP/", "GET $1%20$2 HTTP/");
    }

    static Behaviour targetWithoutSlash() {
        return readingAs("^GET (?!https?://|/)(\\S+) HTTP/", "GET /$1 HTTP/");
    }

    static Behaviour fragmentInTarget() {
        return readingAs("^(GET [^# ]*)#\\S* HTTP/", "$1 HTTP/");
    }

    static Behaviour longTargetRefused() {
        return refusingWhere("^GET \\S{1025}");
    }

    static Behaviour unknownSecRefused() {
        return refusingWhere("(?i)\r\nSec-WebSocket-(?!Key:|Version:|Protocol:|Extensions:)");
    }

    static Behaviour bareReturnEndsLine() {
        return readingAs("\r(?!\n)", "\r\n");
    }

    static Behaviour controlBytesDropped() {
        return readingAs("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]", "");
    }

    static Behaviour lineWithoutColonSkipped() {
        return readingAs("(?<=\r\n)[^:\r\n]+\r\n", "");
    }

    static Behaviour nameFoundInside() {
        return readingAs("(?i)(?<=\r\n)[!-9;-~]+-(Sec-WebSocket-(?:Protocol|Key|Extensions|Version):)", "$1");
    }

    static Behaviour lastProtocolLineOnly() {
        return readingAs("(?is)(?<=\r\n)Sec-WebSocket-Protocol:[^\r\n]*\r\n(?=(?:.*\r\n)?Sec-WebSocket-Protocol:)", "");
    }

    static Behaviour subprotocolInAnyCase() {
        return inHeader("Sec-WebSocket-Protocol", "(?i)\\becho\\b", "echo");
    }

    static Behaviour protocolsCutAtCommaAndSpace() {
        return inHeader("Sec-WebSocket-Protocol", ",(?! )", ".");
    }

    static Behaviour plusBeforeBits() {
        return inHeader("Sec-WebSocket-Extensions", "max_window_bits=\\+", "max_window_bits=");
    }

    /** Reads another value wherever a header stands. */
    private static Behaviour inHeader(String name, String expression, String instead) {
        Pattern line = Pattern.compile("(?im)^(" + name + ":)([^\r\n]*)");
        return request(head -> line.matcher(head)
                .replaceAll(found ->
                        Matcher.quoteReplacement(found.group(1) + found.group(2).replaceAll(expression, instead))));
    }
}
