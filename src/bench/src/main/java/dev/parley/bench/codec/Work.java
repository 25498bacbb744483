package dev.parley.bench.codec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/**
 * A stream of masked frames of one kind and size, about 64 KiB long, the same in every process.
 *
 * @param kind {@code txt} JSON-like ASCII, {@code utf} words of several scripts with ASCII spaces, {@code bin} noise
 * @param size bytes of payload of each frame
 * @param readSize bytes of each read; {@link Integer#MAX_VALUE} for the whole stream at once
 */
record Work(String kind, int size, int readSize) {
    private static final int STREAM = 64 * 1024;
    private static final String[] WORDS = {
        "Привет", "世界", "данные", "メッセージ", "\uD83D\uDE00\uD83D\uDE80", "größer", "сеть", "接続"
    };

    /** From the form {@code txt-1024} or {@code txt-1024@1460}. */
    static Work parse(String name) {
        int dash = name.indexOf('-');
        int at = name.indexOf('@');
        int size = Integer.parseInt(name.substring(dash + 1, at < 0 ? name.length() : at));
        return new Work(
                name.substring(0, dash), size, at < 0 ? Integer.MAX_VALUE : Integer.parseInt(name.substring(at + 1)));
    }

    /** Messages in the stream. */
    int messages() {
        return Math.max(1, STREAM / (size + 6));
    }

    /** The payloads in order. */
    byte[] payload(Random random) {
        byte[] payload = new byte[size];
        switch (kind) {
            case "txt" ->
                fill(payload, "{\"id\":" + random.nextInt(10) + ",\"user\":\"alice\",\"text\":\"hello there\"},");
            case "utf" -> fillWords(payload, random);
            case "bin" -> random.nextBytes(payload);
            default -> throw new IllegalArgumentException("kind " + kind + " is not txt, utf or bin");
        }
        return payload;
    }

    /** The stream as it is on the wire. */
    byte[] stream() {
        Random random = new Random(size * 31L + kind.hashCode());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < messages(); i++) {
            writeFrame(out, payload(random), random);
        }
        return out.toByteArray();
    }

    private void writeFrame(ByteArrayOutputStream out, byte[] payload, Random random) {
        out.write(kind.equals("bin") ? 0x82 : 0x81);
        int bytes = size < 126 ? 0 : size < 65536 ? 2 : 8;
        out.write(0x80 | (bytes == 0 ? size : bytes == 2 ? 126 : 127));
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            out.write((int) ((long) size >>> shift));
        }
        byte[] key = new byte[4];
        random.nextBytes(key);
        out.writeBytes(key);
        for (int i = 0; i < payload.length; i++) {
            out.write(payload[i] ^ key[i & 3]);
        }
    }

    private static void fill(byte[] payload, String pattern) {
        byte[] bytes = pattern.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < payload.length; i++) {
            payload[i] = bytes[i % bytes.length];
        }
    }

    private static void fillWords(byte[] payload, Random random) {
        int at = 0;
        while (at < payload.length) {
            byte[] word = (WORDS[random.nextInt(WORDS.length)] + " ").getBytes(StandardCharsets.UTF_8);
            if (word.length > payload.length - at) {
                Arrays.fill(payload, at, payload.length, (byte) 'x');
                return;
            }
            System.arraycopy(word, 0, payload, at, word.length);
            at += word.length;
        }
    }
}
