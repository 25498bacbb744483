package dev.parley.hub.spi;

import java.nio.ByteBuffer;

/** Something for an outbox to send. Immutable, so that one instance serves any number of connections. */
public sealed interface Outbound {
    /** What every queued message costs beside its payload, in bytes: so that a queue of empty messages is bounded too. */
    int OVERHEAD = 64;

    /** Returns what it counts against the bounds of an outbox, in bytes. */
    int size();

    /**
     * A text message.
     *
     * @param text whole message
     * @param size bytes of its UTF-8 form plus {@link #OVERHEAD}
     */
    record Text(String text, int size) implements Outbound {
        /** Measures {@code text}. */
        public static Text of(String text) {
            return new Text(text, utf8Length(text) + OVERHEAD);
        }

        /** Returns the bytes of the UTF-8 form; half of a surrogate pair counts as half of its 4 bytes. */
        public static int utf8Length(String text) {
            int length = text.length();
            int bytes = length;
            for (int i = 0; i < length; i++) {
                char c = text.charAt(i);
                if (c >= 0x80) {
                    bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2; // a pair: 2 + 2 bytes
                }
            }
            return bytes;
        }
    }

    /**
     * A binary message.
     *
     * @param bytes whole message; array-backed, never written to after this; each call returns a buffer of its own
     * @param size its length plus {@link #OVERHEAD}
     */
    record Binary(ByteBuffer bytes, int size) implements Outbound {
        /** Takes {@code bytes} over. */
        public static Binary of(ByteBuffer bytes) {
            return new Binary(bytes, bytes.remaining() + OVERHEAD);
        }

        /** Keeps a view of its own: reading {@code bytes} changes nothing here. */
        public Binary {
            bytes = bytes.duplicate();
        }

        @Override
        public ByteBuffer bytes() {
            return bytes.duplicate();
        }
    }

    /**
     * A Ping frame (RFC 6455 section 5.5.2).
     *
     * @param payload 0 to 125 bytes, never written to after this; each call returns a buffer of its own
     */
    record Ping(ByteBuffer payload) implements Outbound {
        /** Largest payload of a control frame in bytes (RFC 6455 section 5.5). */
        public static final int MAX_PAYLOAD = 125;

        /** Checks the length and keeps a view of its own: reading {@code payload} changes nothing here. */
        public Ping {
            if (payload.remaining() > MAX_PAYLOAD) {
                throw new IllegalArgumentException(
                        "ping payload of " + payload.remaining() + " bytes; at most " + MAX_PAYLOAD);
            }
            payload = payload.duplicate();
        }

        @Override
        public ByteBuffer payload() {
            return payload.duplicate();
        }

        @Override
        public int size() {
            return payload.remaining() + OVERHEAD;
        }
    }

    /**
     * The end of the connection; nothing is sent after it.
     *
     * @param code status code of RFC 6455 section 7.4
     * @param reason at most {@value #MAX_REASON} bytes of UTF-8
     */
    record Close(int code, String reason) implements Outbound {
        /** Longest reason in bytes: a control frame's 125 less the code (RFC 6455 section 5.5.1). */
        public static final int MAX_REASON = 123;

        /** Cuts {@code reason} at a whole character to {@value #MAX_REASON} bytes. */
        public Close {
            reason = cut(reason);
        }

        @Override
        public int size() {
            return OVERHEAD;
        }

        private static String cut(String reason) {
            int bytes = 0;
            for (int i = 0; i < reason.length(); i += Character.charCount(reason.codePointAt(i))) {
                bytes += utf8Length(reason.codePointAt(i));
                if (bytes > MAX_REASON) {
                    return reason.substring(0, i);
                }
            }
            return reason;
        }

        private static int utf8Length(int codePoint) {
            return Text.utf8Length(Character.toString(codePoint));
        }
    }
}
