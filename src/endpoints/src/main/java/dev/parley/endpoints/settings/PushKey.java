package dev.parley.endpoints.settings;

import dev.parley.endpoints.local.ChannelPattern;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may publish from outside, and where. Immutable.
 *
 * @param name of the holder; messages come from {@code ~name}
 * @param digest SHA-256 of the key, in hexadecimal digits
 * @param channels where it may publish
 */
public record PushKey(String name, String digest, List<ChannelPattern> channels) {
    /** What the setting looks like, as the end of "allowed is …". */
    static final String GRAMMAR =
            "NAME: KEY CHANNELS with ; between several, where NAME is letters, digits and ._-, KEY has 32 to 200 visible"
                    + " characters without , or ; or is sha256: and 64 hexadecimal digits, and CHANNELS are names, or beginnings"
                    + " and *, with commas between; not as a system property; or nothing";

    private static final Pattern ONE =
            Pattern.compile("([A-Za-z0-9._-]{1,64}):\\s+(sha256:([0-9a-f]{64})|[!-+\\--:<-~]{32,200})\\s+(\\S+)");

    /** Copies the list. */
    public PushKey {
        channels = List.copyOf(channels);
    }

    /** Reads the setting; empty if it breaks the {@link #GRAMMAR}. */
    static Optional<List<PushKey>> parse(String text) {
        List<PushKey> all = new ArrayList<>();
        for (String each : text.isEmpty() ? new String[0] : text.split(";", -1)) {
            Optional<PushKey> key = one(each.strip());
            if (key.isEmpty() || all.stream().anyMatch(key.get()::clashes)) {
                return Optional.empty();
            }
            all.add(key.get());
        }
        return Optional.of(List.copyOf(all));
    }

    private static Optional<PushKey> one(String text) {
        Matcher matcher = ONE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<ChannelPattern> channels = new ArrayList<>();
        for (String pattern : matcher.group(4).split(",", -1)) {
            if (!ChannelPattern.isOne(pattern)) {
                return Optional.empty();
            }
            channels.add(ChannelPattern.of(pattern));
        }
        String digest = matcher.group(3) == null ? digest(matcher.group(2)) : matcher.group(3);
        return Optional.of(new PushKey(matcher.group(1), digest, channels));
    }

    private boolean clashes(PushKey other) {
        return name.equals(other.name) || digest.equals(other.digest);
    }

    /** Returns the SHA-256 of a key in hexadecimal digits. */
    public static String digest(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Returns whether this is the digest of {@code key}; takes as long for any key of that length. */
    public boolean isFor(String key) {
        return MessageDigest.isEqual(
                digest.getBytes(StandardCharsets.US_ASCII), digest(key).getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns whether its holder may publish in a channel. */
    public boolean allows(String channel) {
        return channels.stream().anyMatch(pattern -> pattern.matches(channel));
    }

    /** Shows everything but the digest. */
    @Override
    public String toString() {
        return "PushKey[name=" + name + ", channels=" + channels + "]";
    }
}
