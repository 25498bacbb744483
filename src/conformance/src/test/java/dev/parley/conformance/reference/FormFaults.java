package dev.parley.conformance.reference;

import dev.parley.conformance.script.Handshakes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Faults with the form of requests and answers, and with the order in which a connection ends. Stateless. */
final class FormFaults {
    private static final Pattern KEY = Pattern.compile("(?im)^Sec-WebSocket-Key:[ \t]*([^\r]*?)[ \t]*\r");
    private static final int LARGE = 1 << 16;

    private FormFaults() {}

    private interface Answering {
        String of(String head, String request);
    }

    private static Behaviour answering(Answering answer) {
        return new Behaviour() {
            @Override
            public byte[] response(byte[] head, String request) {
                return Behaviours.changeHead(head, text -> answer.of(text, request));
            }
        };
    }

    private static boolean isSwitch(String head) {
        return head.startsWith("HTTP/1.1 101");
    }

    /** Makes the accept value of what the key decodes to, encoded anew. */
    static Behaviour keyEncodedAnew() {
        return answering((head, request) -> {
            Matcher found = KEY.matcher(request);
            if (!isSwitch(head) || !found.find()) {
                return head;
            }
            byte[] nonce = Base64.getDecoder().decode(found.group(1));
            String accept = Handshakes.acceptOf(Base64.getEncoder().encodeToString(nonce));
            return head.replaceAll("(?im)^(Sec-WebSocket-Accept: )[^\r]*", "$1" + accept);
        });
    }

    static Behaviour missingHostIs404() {
        return answering((head, request) ->
                isSwitch(head) || Behaviours.has(request, "Host") ? head : withStatus(head, "404 Not Found"));
    }

    private static String withStatus(String head, String status) {
        return head.replaceFirst("^HTTP/1.1 [^\r]*", "HTTP/1.1 " + status);
    }

    static Behaviour upgradeIsNoOption() {
        return Behaviours.refusing(
                head -> head.replaceAll("(?im)^Connection:[^\r]*Upgrade[^\r]*", "Connection: close"));
    }

    static Behaviour headAnsweredWithBody() {
        byte[] body = "refused".getBytes(StandardCharsets.US_ASCII);
        return new Behaviour() {
            @Override
            public byte[] response(byte[] head, String request) {
                if (!request.startsWith("HEAD ")) {
                    return head;
                }
                byte[] more = Arrays.copyOf(head, head.length + body.length);
                System.arraycopy(body, 0, more, head.length, body.length);
                return more;
            }
        };
    }

    /** Writes half of a large echo if the close frame has come meanwhile, and then that. */
    static Behaviour closeCutsLargeEcho() {
        return new Behaviour() {
            @Override
            public Where where() {
                return Where.INPUT;
            }

            @Override
            public List<Frame> inbound(Frame frame, Memory memory) {
                memory.seen |= frame.is(8);
                return List.of(frame);
            }

            @Override
            public byte[] written(byte[] bytes, Frame frame, Memory memory) {
                return memory.seen && bytes.length > LARGE ? Arrays.copyOf(bytes, bytes.length / 2) : bytes;
            }
        };
    }

    static Behaviour hangsAtHeadOf(int length) {
        return new Behaviour() {
            @Override
            public Reaction atRequest(String received) {
                return received.indexOf("\r\n\r\n") + 4 == length ? Reaction.HANGS : Reaction.NONE;
            }
        };
    }

    static Behaviour longLengthsBesideDeflate() {
        return Behaviours.input((frame, memory) -> List.of(memory.deflate ? frame.withForm(-1) : frame));
    }

    static Behaviour straysBesideDeflate() {
        return Behaviours.input((frame, memory) ->
                List.of(!memory.open(frame) && frame.is(0) && memory.deflate ? frame.withOpcode(1) : frame));
    }

    /** Takes what begins as a request does for one, and waits for what follows it. */
    static Behaviour hangsAtRequest() {
        return new Behaviour() {
            @Override
            public Where where() {
                return Where.INPUT;
            }

            @Override
            public Reaction atFrame(Frame frame, Memory memory) {
                boolean get = frame.byte0() == 'G' && !frame.masked() && frame.length() == 'E';
                return get ? Reaction.HANGS : Reaction.NONE;
            }
        };
    }

    static Behaviour longTargetIs400() {
        return Behaviours.refusing(
                head -> head.startsWith("HTTP/1.1 414") ? withStatus(head, "400 Bad Request") : head);
    }

    /** Loses the last byte of compressed data that fills a buffer. */
    static Behaviour lastOfCompressedLost(int buffer) {
        return Behaviours.eachInput(frame -> frame.rsv() == 4 && frame.length() == buffer
                ? frame.withPayload(Arrays.copyOf(frame.payload(), buffer - 1))
                : frame);
    }
}
