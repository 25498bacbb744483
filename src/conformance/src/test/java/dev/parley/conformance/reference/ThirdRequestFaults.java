package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.Behaviours.readingAs;
import static dev.parley.conformance.reference.Behaviours.request;
import static dev.parley.conformance.reference.Behaviours.with;
import static dev.parley.conformance.reference.Behaviours.without;
import static dev.parley.conformance.reference.ThirdBlindFaults.answering;
import static dev.parley.conformance.reference.ThirdBlindFaults.atRequest;
import static dev.parley.conformance.reference.ThirdBlindFaults.together;

import dev.parley.conformance.reference.Behaviour.Reaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What those of {@link ThirdBlindFault} do that are about reading a request. Stateless. */
final class ThirdRequestFaults {
    private static final String KEY = "Sec-WebSocket-Key";
    private static final String PROTOCOL = "Sec-WebSocket-Protocol";
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String SOME_KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final String NAMES = "constructor|__proto__|toString|valueOf|hasOwnProperty|isPrototypeOf";

    private ThirdRequestFaults() {}

    static boolean found(String expression, String head) {
        return Pattern.compile(expression).matcher(head).find();
    }

    /** The values of all headers of a name, in the order received. */
    static List<String> values(String head, String name) {
        return Pattern.compile("(?im)^" + name + ":[ \t]*([^\r\n]*?)[ \t]*\r?$")
                .matcher(head)
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    /** Without any but the last header of a name. */
    static Behaviour lastLineOnly(String name) {
        return request(head -> {
            List<String> values = values(head, name);
            return values.size() < 2 ? head : with(without(head, name), name + ": " + values.get(values.size() - 1));
        });
    }

    static Behaviour lastProtocolLine() {
        return lastLineOnly(PROTOCOL);
    }

    static Behaviour lastExtensionsLine() {
        return lastLineOnly(EXTENSIONS);
    }

    /** Takes keys like this one, and answers them rightly. */
    static Behaviour takingKey(String expression) {
        return together(
                request(head -> {
                    List<String> keys = values(head, KEY);
                    return keys.size() == 1 && keys.get(0).matches(expression)
                            ? with(without(head, KEY), KEY + ": " + SOME_KEY)
                            : head;
                }),
                answering((request, head) -> head.replaceAll(
                        "(?im)^(Sec-WebSocket-Accept: ).*\r",
                        "$1" + accept(values(request, KEY).get(0)) + "\r")));
    }

    private static String accept(String key) {
        try {
            byte[] bytes = (key + GUID).getBytes(StandardCharsets.ISO_8859_1);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-1", e);
        }
    }

    static Behaviour secondKeyDrops() {
        return atRequest(Reaction.DROPS, head -> values(head, KEY).size() > 1);
    }

    static Behaviour noAnswerWithoutConnection() {
        return atRequest(
                Reaction.HANGS,
                head -> values(head, "Connection").stream()
                        .noneMatch(value -> value.toLowerCase(Locale.ROOT).contains("upgrade")));
    }

    static Behaviour unknownVersionDrops() {
        return atRequest(Reaction.DROPS, head -> {
            List<String> versions = values(head, "Sec-WebSocket-Version");
            return versions.size() == 1 && !versions.get(0).equals("13");
        });
    }

    static Behaviour emptyHostTaken() {
        return readingAs("(?im)^Host:[ \t]*\r\n", "Host: localhost\r\n");
    }

    static Behaviour foldRemoved() {
        return readingAs("\r\n[ \t]+", "");
    }

    /** CR and any byte behind it end a line. */
    static Behaviour lineEndsAtCr() {
        return readingAs("\r[^\n]", "\r\n");
    }

    static Behaviour bodyTakenAsFrames() {
        return request(head ->
                found("(?im)^Content-Length:[ \t]*[1-9]\\d*[ \t]*\r", head) ? without(head, "Content-Length") : head);
    }

    static Behaviour chunkedTakenAsFrames() {
        return request(head -> without(head, "Transfer-Encoding"));
    }

    static Behaviour protocolFoundInName() {
        return request(head -> {
            List<String> values = values(head, PROTOCOL);
            boolean token = values.stream().anyMatch(value -> found("(?<![^ \t,])(echo|chat)(?![^ \t,])", value));
            return token || !found("(?im)^" + PROTOCOL + ":[^\r\n]*(?-i:echo)", head)
                    ? head
                    : with(head, PROTOCOL + ": echo");
        });
    }

    static Behaviour protocolBehindSpaceNotSeen() {
        return request(head -> {
            List<String> values = values(head, PROTOCOL);
            return values.isEmpty()
                    ? head
                    : with(
                            without(head, PROTOCOL),
                            PROTOCOL + ": " + String.join(",", values).replaceAll(",[ \t]+[^,]*", ""));
        });
    }

    /** A list is cut at its commas before its quotes are looked at. */
    static Behaviour offerInQuotesTaken() {
        Pattern quoted = Pattern.compile("\"[^\"\r\n]*,\\s*(permessage-deflate[^,\"\r\n]*),[^\"\r\n]*\"");
        return request(head -> {
            Matcher found = quoted.matcher(String.join(",", values(head, EXTENSIONS)));
            return found.find() ? with(without(head, EXTENSIONS), EXTENSIONS + ": " + found.group(1)) : head;
        });
    }

    static Behaviour prototypeNameKills() {
        return atRequest(
                Reaction.DIES,
                head -> values(head, EXTENSIONS).stream()
                        .flatMap(value -> Arrays.stream(value.split("[,;]", -1)))
                        .anyMatch(name -> name.strip().matches(NAMES)));
    }

    static Behaviour manyHeadersKill() {
        return atRequest(Reaction.DIES, head -> head.split("\r\n", -1).length > 100);
    }

    static Behaviour versionlessTaken() {
        return readingAs("^(GET [^ \r\n]+)\r?\n", "$1 HTTP/1.1\r\n");
    }

    static Behaviour connectionInLaterLineNotSeen() {
        return request(head -> {
            List<String> values = values(head, "Connection");
            return values.size() < 2 ? head : with(without(head, "Connection"), "Connection: " + values.get(0));
        });
    }
}
