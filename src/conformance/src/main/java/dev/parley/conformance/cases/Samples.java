package dev.parley.conformance.cases;

import dev.parley.conformance.script.Payload;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Data that compresses as the files of the Autobahn test suite do: the same on every run. Each is made when it is asked
 * for, and cut into messages. Stateless.
 */
enum Samples {
    /** Objects with the same names and other values. */
    JSON(true),
    /** A grey picture with soft edges. */
    BITMAP(false),
    /** Words with the frequencies of a language. */
    PROSE(false),
    /** Markup around words. */
    HTML(true),
    /** Stretches that do not compress among some that do. */
    MIXED(false);

    private static final int SIZE = 200_000;
    private static final String[] WORDS = {
        "und",
        "der",
        "die",
        "das",
        "ich",
        "nicht",
        "ein",
        "wie",
        "sich",
        "mit",
        "Geist",
        "Welt",
        "Herz",
        "Nacht",
        "sein",
        "werden",
        "Himmel",
        "Leben",
        "Wort",
        "Kraft",
        "streben",
        "irren",
        "Augenblick",
        "verweile",
        "schoen",
        "Natur"
    };

    private final boolean text;

    Samples(boolean text) {
        this.text = text;
    }

    /** Whether its messages are text. */
    boolean isText() {
        return text;
    }

    /** All of it, at least 200 kB. */
    byte[] bytes() {
        SplittableRandom random = new SplittableRandom(name().hashCode());
        StringBuilder out = new StringBuilder();
        while (out.length() < SIZE) {
            switch (this) {
                case JSON -> json(random, out);
                case BITMAP -> bitmap(random, out);
                case PROSE -> words(random, out, 12);
                case HTML -> html(random, out);
                default -> mixed(random, out);
            }
        }
        return out.toString().getBytes(text ? StandardCharsets.US_ASCII : StandardCharsets.ISO_8859_1);
    }

    /** Message {@code number} of {@code length} bytes, going around at the end of the data. */
    static Payload message(byte[] data, int number, int length) {
        byte[] message = new byte[length];
        int at = (int) ((long) number * length % data.length);
        for (int done = 0; done < length; ) {
            int count = Math.min(length - done, data.length - at);
            System.arraycopy(data, at, message, done, count);
            done += count;
            at = 0;
        }
        return Payload.of(message);
    }

    private static void json(SplittableRandom random, StringBuilder out) {
        out.append("{\"id\":").append(random.nextInt(1_000_000)).append(",\"author\":\"");
        words(random, out, 2);
        out.append("\",\"time\":").append(random.nextLong(1L << 40)).append(",\"text\":\"");
        words(random, out, 9);
        out.append("\",\"tags\":[\"")
                .append(WORDS[random.nextInt(WORDS.length)])
                .append("\"]},\n");
    }

    private static void bitmap(SplittableRandom random, StringBuilder out) {
        int level = random.nextInt(200);
        for (int x = 0; x < 512; x++) {
            out.append((char) (level + x / 16 + random.nextInt(100) / 97));
        }
    }

    private static void words(SplittableRandom random, StringBuilder out, int count) {
        for (int i = 0; i < count; i++) {
            out.append(WORDS[Math.min(random.nextInt(WORDS.length), random.nextInt(WORDS.length))])
                    .append(' ');
        }
    }

    private static void html(SplittableRandom random, StringBuilder out) {
        out.append("<div class=\"entry\"><p id=\"p")
                .append(random.nextInt(9999))
                .append("\">");
        words(random, out, 10);
        out.append("</p></div>\n");
    }

    private static void mixed(SplittableRandom random, StringBuilder out) {
        for (int i = 0; i < 2000; i++) {
            out.append((char) random.nextInt(256));
        }
        out.append("\nendstream endobj\n").append(random.nextInt(500)).append(" 0 obj << /Length 2000 >> stream\n");
    }
}
