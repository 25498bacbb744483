package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.Behaviours.accepting;
import static dev.parley.conformance.reference.Behaviours.has;
import static dev.parley.conformance.reference.Behaviours.refusing;
import static dev.parley.conformance.reference.Behaviours.takingOrigins;
import static dev.parley.conformance.reference.Behaviours.with;
import static dev.parley.conformance.reference.Behaviours.without;
import static dev.parley.conformance.reference.ThirdBlindFaults.answering;
import static dev.parley.conformance.reference.ThirdBlindFaults.together;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What those of {@link ThirdBlindFault} do that are about answering a request. Stateless. */
final class ThirdAnswerFaults {
    private static final Pattern CLIENT_WINDOW = Pattern.compile("client_max_window_bits=\"?(8|9|1[0-4])\"?");

    private ThirdAnswerFaults() {}

    static Behaviour contentLengthIn101() {
        return accepting(head -> with(head, "Content-Length: 0"));
    }

    /** What follows is cut into chunks, as any body without length is. */
    static Behaviour chunkedBehind101() {
        return together(Behaviours.request(head -> head), new Behaviour() {
            @Override
            public byte[] response(byte[] head, String request) {
                return accepting(text -> with(text, "Transfer-Encoding: chunked"))
                        .response(head);
            }

            @Override
            public byte[] written(byte[] bytes, Frame frame, Memory memory) {
                ByteArrayOutputStream chunk = new ByteArrayOutputStream();
                String size = Integer.toHexString(bytes.length) + "\r\n";
                chunk.writeBytes(size.getBytes(StandardCharsets.US_ASCII));
                chunk.writeBytes(bytes);
                chunk.writeBytes(new byte[] {'\r', '\n'});
                return chunk.toByteArray();
            }
        });
    }

    static Behaviour keepAliveIn101() {
        return accepting(head -> with(without(head, "Connection"), "Connection: keep-alive"));
    }

    static Behaviour statusWithoutSpace() {
        return accepting(head -> head.replaceFirst("^HTTP/1.1 101 [^\r]*", "HTTP/1.1 101"));
    }

    static Behaviour linesEndWithLf() {
        return accepting(head -> head.replace("\r\n", "\n"));
    }

    static Behaviour emptyLineBehindHead() {
        return accepting(head -> head + "\r\n");
    }

    static Behaviour refusalWithoutVersions() {
        return refusing(head -> without(head, "Sec-WebSocket-Version"));
    }

    static Behaviour upgradeRequiredWithoutUpgrade() {
        return refusing(head -> head.startsWith("HTTP/1.1 426") ? without(head, "Upgrade") : head);
    }

    static Behaviour clientWindowTooLarge() {
        return answering((request, head) -> {
            Matcher offered = CLIENT_WINDOW.matcher(request);
            return offered.find() ? head.replaceAll("client_max_window_bits=\\d+", "client_max_window_bits=15") : head;
        });
    }

    static Behaviour protocolNull() {
        return answering(
                (request, head) -> has(request, "Sec-WebSocket-Protocol") && !has(head, "Sec-WebSocket-Protocol")
                        ? with(head, "Sec-WebSocket-Protocol: null")
                        : head);
    }

    /** The configured extensions are named, whether they were offered or not. */
    static Behaviour clientWindowUnasked() {
        return answering((request, head) -> request.contains("client_max_window_bits")
                ? head
                : head.replaceAll(
                        "(?im)^(Sec-WebSocket-Extensions: permessage-deflate[^\r]*)", "$1; client_max_window_bits=12"));
    }

    private static String authority(String origin) {
        return origin.replaceFirst("^[^:]*://", "");
    }

    private static String host(String origin) {
        return authority(origin).replaceFirst(":\\d+$", "");
    }

    static Behaviour originBySuffix() {
        return takingOrigins(
                (origin, own) -> origin.toLowerCase(Locale.ROOT).endsWith(authority(own)) && origin.startsWith("http"));
    }

    static Behaviour originByPrefix() {
        return takingOrigins((origin, own) -> origin.startsWith(own.replaceFirst(":\\d+$", "")));
    }

    static Behaviour originNull() {
        return takingOrigins((origin, own) -> origin.equals(own) || origin.equals("null"));
    }

    static Behaviour originOfAnyPort() {
        return takingOrigins((origin, own) -> origin.startsWith(own.replaceFirst("//.*", "//"))
                && host(origin).equalsIgnoreCase(host(own)));
    }

    static Behaviour originOfAnyScheme() {
        return takingOrigins((origin, own) -> authority(origin).equalsIgnoreCase(authority(own)));
    }

    /** Behind TLS that it does not know of. */
    static Behaviour ownOriginIsHttp() {
        return takingOrigins((origin, own) -> origin.equals(own.replaceFirst("^https:", "http:")));
    }
}
