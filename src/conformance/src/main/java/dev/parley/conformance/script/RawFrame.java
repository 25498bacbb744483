package dev.parley.conformance.script;

import java.nio.charset.StandardCharsets;

/**
 * A frame to be sent, right or wrong, written one byte after the other as the picture in 5.2 shows them. Shares no code
 * with the encoder of parley-wire, so that an error there hides nothing here. Immutable; each {@code with...} gives
 * another frame.
 */
public final class RawFrame {
    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final int DEFAULT_KEY = 0x37fa213d; // of the examples in 5.7
    private static final String[] NAMES = {
        "CONTINUATION",
        "TEXT",
        "BINARY",
        "opcode 3",
        "opcode 4",
        "opcode 5",
        "opcode 6",
        "opcode 7",
        "CLOSE",
        "PING",
        "PONG",
        "opcode 11",
        "opcode 12",
        "opcode 13",
        "opcode 14",
        "opcode 15"
    };

    private final int opcode;
    private final Payload payload;
    private final Options options;

    /** How the payload length is written (5.2). */
    public enum LengthForm {
        /** In the fewest bytes, as 5.2 demands. */
        MINIMAL(0),
        /** 126 and two bytes. */
        BITS_16(2),
        /** 127 and eight bytes. */
        BITS_64(8);

        private final int bytes;

        LengthForm(int bytes) {
            this.bytes = bytes;
        }
    }

    private record Options(boolean fin, int rsv, boolean masked, int key, LengthForm form, long declared) {}

    private RawFrame(int opcode, Payload payload, Options options) {
        this.opcode = opcode;
        this.payload = payload;
        this.options = options;
    }

    /** A final, masked frame with any opcode in {@code [0, 15]}. */
    public static RawFrame opcode(int opcode, Payload payload) {
        return new RawFrame(
                opcode, payload, new Options(true, 0, true, DEFAULT_KEY, LengthForm.MINIMAL, payload.length()));
    }

    /** A text frame. */
    public static RawFrame text(String text) {
        return text(Payload.of(text));
    }

    /** A text frame; the payload need not be UTF-8. */
    public static RawFrame text(Payload payload) {
        return opcode(0x1, payload);
    }

    /** A binary frame. */
    public static RawFrame binary(Payload payload) {
        return opcode(0x2, payload);
    }

    /** A continuation frame. */
    public static RawFrame continuation(String text) {
        return continuation(Payload.of(text));
    }

    /** A continuation frame. */
    public static RawFrame continuation(Payload payload) {
        return opcode(0x0, payload);
    }

    /** A ping. */
    public static RawFrame ping(String text) {
        return ping(Payload.of(text));
    }

    /** A ping. */
    public static RawFrame ping(Payload payload) {
        return opcode(0x9, payload);
    }

    /** A pong. */
    public static RawFrame pong(String text) {
        return opcode(0xA, Payload.of(text));
    }

    /** A close frame without a body. */
    public static RawFrame close() {
        return close(Payload.EMPTY);
    }

    /** A close frame with any body. */
    public static RawFrame close(Payload body) {
        return opcode(0x8, body);
    }

    /** A close frame with a code in {@code [0, 65535]}. */
    public static RawFrame close(int code) {
        return close(code, "");
    }

    /** A close frame with a code and a reason. */
    public static RawFrame close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] body = new byte[2 + text.length];
        body[0] = (byte) (code >> 8);
        body[1] = (byte) code;
        System.arraycopy(text, 0, body, 2, text.length);
        return close(Payload.of(body));
    }

    /** Without FIN: more fragments follow. */
    public RawFrame notFinal() {
        return with(new Options(false, options.rsv, options.masked, options.key, options.form, options.declared));
    }

    /** With these reserved bits: 4 is RSV1, 2 is RSV2, 1 is RSV3. */
    public RawFrame rsv(int bits) {
        return with(new Options(options.fin, bits, options.masked, options.key, options.form, options.declared));
    }

    /** Without masking, which breaks 5.1. */
    public RawFrame unmasked() {
        return with(new Options(options.fin, options.rsv, false, options.key, options.form, options.declared));
    }

    /** Masked with this key, its first byte on top. */
    public RawFrame key(int key) {
        return with(new Options(options.fin, options.rsv, true, key, options.form, options.declared));
    }

    /** With the length written in this form. */
    public RawFrame length(LengthForm form) {
        return with(new Options(options.fin, options.rsv, options.masked, options.key, form, options.declared));
    }

    /** With a header that says this length, whatever the payload is; negative sets the top bit. */
    public RawFrame declaring(long length) {
        return with(new Options(options.fin, options.rsv, options.masked, options.key, options.form, length));
    }

    /** With this payload instead, and its length. */
    public RawFrame payload(Payload other) {
        return new RawFrame(
                opcode,
                other,
                new Options(options.fin, options.rsv, options.masked, options.key, options.form, other.length()));
    }

    /** With RSV1 and the payload deflated on its own, referring to no earlier message (RFC 7692 7.2.1). */
    public RawFrame compressed() {
        return payload(RawDeflate.message(payload)).rsv(4);
    }

    /** What it carries. */
    public Payload payload() {
        return payload;
    }

    /** Its opcode, in {@code [0, 15]}. */
    public int opcode() {
        return opcode;
    }

    /** The header in bytes. */
    public byte[] header() {
        int form = formBytes();
        byte[] header = new byte[2 + form + (options.masked ? 4 : 0)];
        header[0] = (byte) ((options.fin ? FIN : 0) | (options.rsv << 4) | opcode);
        int length7 = form == 0 ? (int) options.declared : form == 2 ? 126 : 127;
        header[1] = (byte) ((options.masked ? MASKED : 0) | length7);
        for (int i = 0; i < form; i++) {
            header[2 + i] = (byte) (options.declared >>> (8 * (form - 1 - i)));
        }
        for (int i = 0; options.masked && i < 4; i++) {
            header[2 + form + i] = (byte) keyByte(i);
        }
        return header;
    }

    /** The whole frame as it goes over the wire. */
    public ByteSource onWire() {
        byte[] header = header();
        return new ByteSource() {
            @Override
            public long length() {
                return header.length + payload.length();
            }

            @Override
            public void copy(long offset, byte[] to, int at, int count) {
                int done = 0;
                if (offset < header.length) {
                    done = (int) Math.min(count, header.length - offset);
                    System.arraycopy(header, (int) offset, to, at, done);
                }
                if (done < count) {
                    copyPayload(offset + done - header.length, to, at + done, count - done);
                }
            }
        };
    }

    /** What it is, in one line. */
    public String describe() {
        StringBuilder text = new StringBuilder(NAMES[opcode]);
        if (!options.fin) {
            text.append(" without FIN");
        }
        for (int bit = 1; bit <= 3; bit++) {
            if ((options.rsv & (8 >> bit)) != 0) {
                text.append(" RSV").append(bit);
            }
        }
        if (!options.masked) {
            text.append(" unmasked");
        }
        if (options.form != LengthForm.MINIMAL) {
            text.append(" with ").append(8 * options.form.bytes).append("-bit length");
        }
        if (options.declared != payload.length()) {
            text.append(" declaring ")
                    .append(Long.toUnsignedString(options.declared))
                    .append(" bytes");
        }
        return text.append(", ").append(payload.describe()).toString();
    }

    private void copyPayload(long offset, byte[] to, int at, int count) {
        if (!options.masked || options.key == 0) {
            payload.copy(offset, to, at, count);
            return;
        }
        int once = (int) Math.min(count, 4L * payload.period()); // masked, it repeats after that
        payload.copy(offset, to, at, once);
        byte[] key = {(byte) keyByte(0), (byte) keyByte(1), (byte) keyByte(2), (byte) keyByte(3)};
        for (int i = 0; i < once; i++) {
            to[at + i] ^= key[(int) (offset + i) & 3];
        }
        Payload.cycle(to, at, once, count);
    }

    private int keyByte(int index) {
        return (options.key >>> (8 * (3 - index))) & 0xFF;
    }

    private int formBytes() {
        if (options.form != LengthForm.MINIMAL) {
            return options.form.bytes;
        }
        long length = options.declared;
        return length >= 0 && length < 126 ? 0 : length >= 0 && length < 65536 ? 2 : 8;
    }

    private RawFrame with(Options other) {
        return new RawFrame(opcode, payload, other);
    }
}
