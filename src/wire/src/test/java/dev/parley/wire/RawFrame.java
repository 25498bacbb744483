package dev.parley.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Writes frames for tests, right or wrong, one byte after the other as the picture in 5.2 shows them. Shares no code with
 * the encoder under test, so that an error there cannot hide one in the decoder. Immutable.
 */
final class RawFrame {
    static final byte[] KEY = {0x37, (byte) 0xfa, 0x21, 0x3d}; // the key of the examples in 5.7

    private final int firstByte; // FIN, reserved bits, opcode
    private final int lengthBytes; // 0 for the minimal form; 2 or 8 for the extended forms, minimal or not
    private final long length; // as the header declares it
    private final byte[] payload;

    private RawFrame(int firstByte, int lengthBytes, long length, byte[] payload) {
        this.firstByte = firstByte;
        this.lengthBytes = lengthBytes;
        this.length = length;
        this.payload = payload;
    }

    static RawFrame of(int firstByte, byte[] payload) {
        return new RawFrame(firstByte, 0, payload.length, payload);
    }

    static RawFrame of(int firstByte, String text) {
        return of(firstByte, text.getBytes(StandardCharsets.UTF_8));
    }

    static RawFrame text(String text) {
        return of(0x81, text);
    }

    static RawFrame binary(int length) {
        return of(0x82, pattern(length));
    }

    static RawFrame close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] body = new byte[2 + text.length];
        body[0] = (byte) (code >> 8);
        body[1] = (byte) code;
        System.arraycopy(text, 0, body, 2, text.length);
        return of(0x88, body);
    }

    /** Declares a length and sends no payload. */
    static RawFrame header(int firstByte, int lengthBytes, long length) {
        return new RawFrame(firstByte, lengthBytes, length, new byte[0]);
    }

    RawFrame withLengthBytes(int bytes) {
        return new RawFrame(firstByte, bytes, length, payload);
    }

    long length() {
        return length;
    }

    byte[] payload() {
        return payload;
    }

    byte[] unmasked() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeHeader(out, 0);
        out.writeBytes(payload);
        return out.toByteArray();
    }

    byte[] masked(byte[] key) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeHeader(out, 0x80);
        out.writeBytes(key);
        for (int i = 0; i < payload.length; i++) {
            out.write(payload[i] ^ key[i % 4]);
        }
        return out.toByteArray();
    }

    /** As {@code receiver} must get it: masked with {@link #KEY} if that is a server. */
    byte[] bytesFor(Role receiver) {
        return receiver == Role.SERVER ? masked(KEY) : unmasked();
    }

    private void writeHeader(ByteArrayOutputStream out, int maskBit) {
        int form = lengthBytes != 0 ? lengthBytes : length < 126 ? 0 : length < 65536 ? 2 : 8;
        out.write(firstByte);
        out.write(maskBit | (form == 0 ? (int) length : form == 2 ? 126 : 127));
        for (int shift = 8 * (form - 1); shift >= 0; shift -= 8) {
            out.write((int) (length >>> shift));
        }
    }

    /** Bytes that take every value and do not repeat with the key. */
    static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        return bytes;
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    @Override
    public String toString() {
        byte[] bytes = unmasked();
        String shown = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 16));
        return bytes.length > 16 ? shown + "... (" + bytes.length + " bytes)" : shown;
    }
}
