package dev.parley.wire.deflate;

import dev.parley.wire.MessageExtension;
import dev.parley.wire.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.Deflater;

/** Messages to deflate, and ways to send whole ones through an extension. */
final class Messages {
    private Messages() {}

    static byte[] hex(String spaced) {
        return HexFormat.of().parseHex(spaced.replace(" ", ""));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** JSON such as a chat sends. */
    static byte[] json(Random random, int size) {
        StringBuilder text = new StringBuilder();
        while (text.length() < size) {
            text.append("{\"type\":\"msg\",\"channel\":\"chat:")
                    .append(random.nextInt(20))
                    .append("\",\"offset\":")
                    .append(random.nextInt(100_000))
                    .append(",\"text\":\"")
                    .append(Long.toString(random.nextLong(), 36))
                    .append("\"}");
        }
        return ascii(text.substring(0, size));
    }

    static byte[] noise(Random random, int size) {
        byte[] noise = new byte[size];
        random.nextBytes(noise);
        return noise;
    }

    static byte[] decode(MessageExtension extension, byte[] payload) throws ProtocolException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        extension.decode(payload, 0, payload.length, into(message));
        extension.endDecode(into(message));
        return message.toByteArray();
    }

    static byte[] encode(MessageExtension extension, byte[] message) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        extension.encode(message, 0, message.length, into(payload));
        extension.endEncode(into(payload));
        return payload.toByteArray();
    }

    static MessageExtension.Output into(ByteArrayOutputStream collected) {
        return (bytes, offset, length) -> {
            collected.write(bytes, offset, length);
            return true;
        };
    }

    /** What another sender on zlib would put on the wire: sync flush without its last four octets. */
    static byte[] zlib(byte[] message) {
        byte[] out = zlib(new Deflater(Deflater.DEFAULT_COMPRESSION, true), message, Deflater.SYNC_FLUSH);
        return Arrays.copyOf(out, out.length - 4);
    }

    /** What a sender puts on the wire that ends a stream with each message (7.2.3.4), without the octet after it. */
    static byte[] finished(byte[] message) {
        return zlib(new Deflater(Deflater.DEFAULT_COMPRESSION, true), message, Deflater.NO_FLUSH);
    }

    private static byte[] zlib(Deflater deflater, byte[] message, int flush) {
        byte[] out = new byte[message.length + 1000];
        deflater.setInput(message);
        if (flush == Deflater.NO_FLUSH) {
            deflater.finish();
        }
        int length = deflater.deflate(out, 0, out.length, flush);
        deflater.end();
        return Arrays.copyOf(out, length);
    }
}
