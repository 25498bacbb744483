package dev.parley.hub;

/**
 * Bounds of a state channel. Immutable.
 *
 * @param keys keys that have a value; at least 1
 * @param keyBytes UTF-8 bytes of a key; at least 1
 * @param readKeys keys that a reader may want by name; at least 1
 * @param valueBytes UTF-8 bytes of a value; at least 1
 * @param bytes memory that keys and values may take; at least 1
 * @param deleted deletions that are remembered, for readers that fell behind: beyond them they get a snapshot; not
 *     negative
 * @param page keys in one snapshot or update; at least 1
 * @param pageBytes memory of the keys and values in one snapshot or update, but one key always fits; at least 1
 */
public record StateLimits(
        int keys, int keyBytes, int readKeys, int valueBytes, long bytes, int deleted, int page, int pageBytes) {
    /** 10,000 keys of 200 bytes, 64 by name, values of 32 KiB, 8 MiB, 1,024 deletions; pages of 500 keys or 64 KiB. */
    public static final StateLimits DEFAULTS =
            new StateLimits(10_000, 200, 64, 32 << 10, 8L << 20, 1024, 500, 64 << 10);

    /** Checks the ranges. */
    public StateLimits {
        if (keys < 1
                || keyBytes < 1
                || readKeys < 1
                || valueBytes < 1
                || bytes < 1
                || deleted < 0
                || page < 1
                || pageBytes < 1) {
            throw new IllegalArgumentException("state limits: keys " + keys + ", keyBytes " + keyBytes + ", readKeys "
                    + readKeys + ", valueBytes "
                    + valueBytes + ", bytes " + bytes + ", page " + page + ", pageBytes " + pageBytes
                    + ", at least 1 each; deleted " + deleted + ", not negative");
        }
    }
}
