package dev.parley.hub;

/**
 * Bounds of a state channel. Immutable.
 *
 * @param keys keys that have a value
 * @param bytes memory that keys and values may take
 * @param deleted deletions that are remembered, for readers that come back; older readers get a snapshot
 * @param page keys in one snapshot or update
 * @param pageBytes memory of the keys and values in one snapshot or update; one key always fits
 */
public record StateLimits(int keys, long bytes, int deleted, int page, int pageBytes) {
    /** 10,000 keys, 8 MiB, 1,024 deletions; pages of 256 keys or 64 KiB. */
    public static final StateLimits DEFAULTS = new StateLimits(10_000, 8L << 20, 1024, 256, 64 << 10);
}
