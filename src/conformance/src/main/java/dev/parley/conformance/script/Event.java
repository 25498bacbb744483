package dev.parley.conformance.script;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What the server did, as a script sees it. Immutable; arrays are not to be changed. */
@SuppressWarnings("ArrayRecordComponent") // compared by no one
public sealed interface Event {
    /** In one line. */
    String describe();

    /**
     * A whole message, inflated if it came compressed.
     *
     * @param text whether it is text
     * @param length in bytes
     * @param checksum of its bytes, as {@link Checksum}
     * @param head its first bytes
     * @param frames in how many frames it came
     * @param onWire bytes of payload that it came in
     */
    record Message(boolean text, long length, long checksum, byte[] head, int frames, long onWire) implements Event {
        /** Whether it has exactly these bytes. */
        public boolean carries(Payload payload) {
            return length == payload.length() && checksum == payload.checksum();
        }

        @Override
        public String describe() {
            String kind = (text ? "text message, " : "binary message, ") + length + " bytes";
            return head.length == 0 ? kind : kind + " " + Payload.show(Arrays.copyOf(head, Math.min(24, head.length)));
        }
    }

    /** A ping; it has been answered. */
    record Ping(byte[] payload) implements Event {
        @Override
        public String describe() {
            return "PING " + Payload.show(payload);
        }
    }

    /** A pong. */
    record Pong(byte[] payload) implements Event {
        @Override
        public String describe() {
            return "PONG, " + payload.length + " bytes " + Payload.show(payload);
        }
    }

    /**
     * A close frame.
     *
     * @param code -1 if there is none
     */
    record Close(int code, byte[] reason) implements Event {
        @Override
        public String describe() {
            String text = reason.length == 0 ? "" : " " + Payload.show(reason);
            return code < 0 ? "CLOSE without code" : "CLOSE " + code + text;
        }

        /** The reason as text. */
        public String text() {
            return new String(reason, StandardCharsets.UTF_8);
        }
    }

    /** The server has ended the connection: there is nothing more to come. */
    record Ended(How how) implements Event {
        /** In which way. */
        public enum How {
            /** TCP's FIN; under TLS after close_notify. */
            CLEANLY,
            /** TCP's RST, or TLS cut off without close_notify. */
            ABRUPTLY
        }

        @Override
        public String describe() {
            return how == How.CLEANLY ? "end of the TCP connection" : "abrupt end of the connection";
        }
    }

    /** Nothing came within the deadline. */
    record Silence(long millis) implements Event {
        @Override
        public String describe() {
            return "nothing for " + millis + " ms";
        }
    }
}
