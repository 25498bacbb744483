package dev.parley.conformance.reference;

import dev.parley.wire.Utf8;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The seams of {@link Behaviour} that those of {@link FourthBlindFault} are made of. Stateless. */
final class FourthBlindFaults {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int MOST_BYTES = 4; // of a character

    private FourthBlindFaults() {}

    /** What becomes of a frame. */
    interface Change {
        List<Frame> of(Frame frame, Memory memory);
    }

    /** Reads requests otherwise, and changes the answer with the request as it was received in view. */
    static Behaviour handshake(UnaryOperator<String> reading, BiFunction<String, String, String> answering) {
        return new Behaviour() {
            @Override
            public byte[] request(byte[] head) {
                return Behaviours.changeHead(head, reading);
            }

            @Override
            public byte[] response(byte[] head, String request) {
                return Behaviours.changeHead(head, text -> answering.apply(request, text));
            }
        };
    }

    /** Takes keys that are none, and answers with what belongs to them. */
    static Behaviour takingKeys(Predicate<String> takes) {
        return handshake(
                head -> takes.test(value(head, "Sec-WebSocket-Key"))
                        ? head.replaceFirst("(?im)^(Sec-WebSocket-Key):.*\r\n", "$1: dGhlIHNhbXBsZSBub25jZQ==\r\n")
                        : head,
                (request, head) -> {
                    String key = value(request, "Sec-WebSocket-Key");
                    return takes.test(key) ? withAccept(head, key) : head;
                });
    }

    static boolean isSwitch(String head) {
        return head.startsWith("HTTP/1.1 101");
    }

    static String withAccept(String head, String key) {
        return head.replaceFirst("(?im)^(Sec-WebSocket-Accept):.*\r\n", "$1: " + accept(key) + "\r\n");
    }

    private static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /** The value of the first header of a name; empty if there is none. */
    static String value(String head, String name) {
        Matcher found = Pattern.compile("(?im)^" + name + ":[ \t]*(.*?)[ \t]*$").matcher(head);
        return found.find() ? found.group(1) : "";
    }

    static String withValue(String head, String name, String value) {
        return head.replaceFirst("(?im)^(" + name + "):.*\r\n", "$1: " + Matcher.quoteReplacement(value) + "\r\n");
    }

    /** Changes frames of the client, each with what is remembered. */
    static Behaviour in(Change change) {
        return Behaviours.input(change::of);
    }

    /** Changes frames of the client that are like this. */
    static Behaviour in(BiPredicate<Frame, Memory> test, UnaryOperator<Frame> change) {
        return in((frame, memory) -> List.of(test.test(frame, memory) ? change.apply(frame) : frame));
    }

    /** Changes frames of the server by what those of the client have left in memory. */
    static Behaviour both(Change in, Change out) {
        return Behaviours.both(in::of, out::of);
    }

    /** The same for frames of the client, and changes what is written. */
    static Behaviour inAndWriting(Change in, ThirdBlindFaults.Writing writing) {
        return ThirdBlindFaults.together(in(in), ThirdBlindFaults.writing(writing));
    }

    /** The same for frames of the client, and changes what is echoed. */
    static Behaviour inAndSpeaking(Change in, ThirdBlindFaults.Speech speech) {
        return ThirdBlindFaults.together(in(in), ThirdBlindFaults.speaking(speech));
    }

    /** Does what {@code inner} does, and does not end TCP once something has been seen. */
    static Behaviour stayingOpen(Change in, Change out) {
        return new Behaviour() {
            @Override
            public Where where() {
                return Where.INPUT;
            }

            @Override
            public List<Frame> inbound(Frame frame, Memory memory) {
                return in.of(frame, memory);
            }

            @Override
            public List<Frame> outbound(Frame frame, Memory memory) {
                return out.of(frame, memory);
            }

            @Override
            public boolean staysOpen(Memory memory) {
                return memory.seen;
            }
        };
    }

    static List<Frame> same(Frame frame) {
        return List.of(frame);
    }

    /** A frame of the client, masked. */
    static Frame client(int byte0, byte... payload) {
        return new Frame(byte0, true, -1, 0, payload);
    }

    /** A frame of the client that fails with 1007. */
    static Frame invalidText() {
        return client(0x88, (byte) 3, (byte) 0xE8, (byte) 0xFF);
    }

    /** The payload as it is on the wire, from an index on. */
    static byte[] masked(Frame frame, int from) {
        byte[] bytes = frame.payload().clone();
        for (int i = from; i < bytes.length; i++) {
            bytes[i] ^= keyByte(frame, i);
        }
        return bytes;
    }

    static byte keyByte(Frame frame, int index) {
        return (byte) (frame.key() >>> (8 * (3 - (index & 3))));
    }

    static byte[] joined(byte[] first, byte... second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** How many bytes at the end belong to a character that is not whole. */
    static int cut(byte[] text) {
        for (int back = 1; back < MOST_BYTES && back <= text.length; back++) {
            int lead = text[text.length - back] & 0xFF;
            if (lead >= 0xC0) {
                int whole = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
                return whole > back ? back : 0;
            }
            if (lead < 0x80) {
                return 0;
            }
        }
        return 0;
    }

    /** Whether this can be the beginning of a text. */
    static boolean beginsText(byte[] bytes) {
        return Utf8.feed(Utf8.START, bytes, 0, bytes.length) != Utf8.INVALID;
    }

    /** The code of a close frame; -1 if it has none. */
    static int code(Frame frame) {
        byte[] body = frame.payload();
        return body.length < 2 ? -1 : ((body[0] & 0xFF) << 8) | (body[1] & 0xFF);
    }

    static Frame withCode(Frame frame, int code) {
        byte[] body = frame.payload().clone();
        body[0] = (byte) (code >> 8);
        body[1] = (byte) code;
        return frame.withPayload(body);
    }
}
