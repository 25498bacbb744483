package dev.parley.conformance.reference;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Faults with what stands behind a request, with where its head ends, and with what it asks for. Stateless. */
final class HeadFaults {
    private static final String END = "\r\n\r\n";
    private static final String SWITCH = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";
    private static final Pattern CLOSE = Pattern.compile("(?im)^Connection:[^\r]*\\bclose\\b");
    private static final Pattern BODY = Pattern.compile("(?im)^(Content-Length: *[1-9]|Transfer-Encoding:)");
    private static final Pattern SPLIT = Pattern.compile("^[A-Z]+ (\\S*)%0d%0a(\\S*?): *%20(\\S*?)%0d%0a");
    private static final Pattern OLD = Pattern.compile("^[A-Z]+ \\S+ HTTP/1\\.0\r");
    private static final String FOREIGN = "parley-conformance.example";
    private static final int MOST = 100; // headers

    private HeadFaults() {}

    /** More bytes behind an answer that refuses. */
    private static Behaviour adding(String more, BiPredicate<String, String> where) {
        return new Behaviour() {
            @Override
            public byte[] response(byte[] answer, String request) {
                String text = text(answer);
                boolean refused = !text.startsWith("HTTP/1.1 101");
                return refused && where.test(request, behind(request)) ? bytes(text + more) : answer;
            }
        };
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String behind(String request) {
        int end = request.indexOf(END);
        return end < 0 ? "" : request.substring(end + END.length());
    }

    static Behaviour readsOnBehindClose() {
        return adding(SWITCH, (request, behind) -> CLOSE.matcher(request).find() && behind.startsWith("GET "));
    }

    static Behaviour readsBodiesAsRequests() {
        return adding(SWITCH, (request, behind) -> BODY.matcher(request).find() && behind.contains("GET "));
    }

    static Behaviour readsOnBehindBadRequest() {
        return adding(SWITCH, (request, behind) -> behind.startsWith("GET "));
    }

    static Behaviour refusesTwice() {
        return adding("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", (request, behind) -> behind.isEmpty());
    }

    static Behaviour servesRefused() {
        return adding("\u0081\u0001x", (request, behind) -> behind.startsWith("\u0081"));
    }

    static Behaviour continuesOldHttp() {
        return new Behaviour() {
            @Override
            public byte[] response(byte[] answer, String request) {
                boolean waits = OLD.matcher(request).find() && Behaviours.has(request, "Expect");
                return waits ? bytes("HTTP/1.1 100 Continue\r\n\r\n" + text(answer)) : answer;
            }
        };
    }

    static Behaviour chunksToOldHttp() {
        return new Behaviour() {
            @Override
            public byte[] response(byte[] answer, String request) {
                return OLD.matcher(request).find()
                        ? bytes(text(answer).replaceFirst("Content-Length: [0-9]+", "Transfer-Encoding: chunked"))
                        : answer;
            }
        };
    }

    static Behaviour methodOverridden() {
        return Behaviours.request(
                head -> Behaviours.has(head, "X-HTTP-Method-Override") ? head.replaceFirst("^POST ", "GET ") : head);
    }

    /** Reads the trailer of an empty body as if it stood in the head. */
    static Behaviour trailersJoinHead() {
        return new Behaviour() {
            @Override
            public byte[] request(byte[] received) {
                return bytes(text(received).replaceFirst("(?s)Transfer-Encoding: chunked\r\n(.*?)\r\n0\r\n", "$1"));
            }
        };
    }

    static Behaviour decodesTargetIntoAnswer() {
        return new Behaviour() {
            @Override
            public byte[] response(byte[] answer, String request) {
                Matcher found = SPLIT.matcher(request);
                return found.find()
                        ? Behaviours.changeHead(
                                answer, head -> Behaviours.with(head, found.group(2) + ": " + found.group(3)))
                        : answer;
            }
        };
    }

    static Behaviour silentAtBadEscape() {
        return new Behaviour() {
            @Override
            public Reaction atRequest(String received) {
                return received.startsWith("GET /%zz ") ? Reaction.DROPS : Reaction.NONE;
            }
        };
    }

    /** Takes the allowed origin for an expression. */
    static Behaviour originIsPattern() {
        return Behaviours.takingOrigins((origin, own) -> origin.matches(own));
    }

    /** Compares what stands behind the user's name, up to a path. */
    static Behaviour originIsUrl() {
        return Behaviours.takingOrigins((origin, own) -> origin.replaceFirst("^(\\w+://)[^/@]*@", "$1")
                .replaceFirst("^(\\w+://[^/?#]*).*", "$1")
                .equals(own));
    }

    static Behaviour closesBehindSwitch() {
        return new Behaviour() {
            @Override
            public boolean takesOrigin(String origin, String own) {
                return origin.equals(own) || origin.contains(FOREIGN);
            }

            @Override
            public byte[] response(byte[] answer, String request) {
                boolean foreign = text(answer).startsWith("HTTP/1.1 101") && request.contains(FOREIGN);
                return foreign ? bytes(text(answer) + "\u0088\u0002\u0003\u00f0") : answer;
            }
        };
    }

    static Behaviour headersBeyondCountDropped() {
        return Behaviours.request(head -> {
            String[] lines = head.substring(0, head.length() - END.length()).split("\r\n", -1);
            StringBuilder kept = new StringBuilder();
            for (int i = 0; i < Math.min(lines.length, MOST); i++) {
                kept.append(lines[i]).append("\r\n");
            }
            return kept.append("\r\n").toString();
        });
    }

    static Behaviour colonEndsHead() {
        return Behaviours.request(head -> head.replaceFirst("(?s)\r\n:\r\n.*", END));
    }

    /** Answers when all that it wants to know has come. */
    static Behaviour answersBeforeEnd() {
        return new Behaviour() {
            @Override
            public byte[] request(byte[] received) {
                String text = text(received);
                boolean known =
                        text.endsWith("\r\n") && !text.contains(END) && text.contains("\nSec-WebSocket-Version: 13\r");
                return known && text.contains("\nSec-WebSocket-Key: ") ? bytes(text + "\r\n") : received;
            }
        };
    }

    static Behaviour datesInLocalTime() {
        return Behaviours.response(head -> {
            String hence = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                    .format(ZonedDateTime.now(ZoneOffset.ofHours(1)));
            return head.replaceFirst("(?m)^Date: [^\r]*", "Date: " + hence);
        });
    }

    static Behaviour silentAtLongHeads() {
        return new Behaviour() {
            @Override
            public byte[] response(byte[] answer, String request) {
                return text(answer).matches("(?s)HTTP/1.1 4(14|31) .*") ? new byte[0] : answer;
            }
        };
    }
}
