package dev.parley.hub;

/**
 * Bounds of who is in a channel. Immutable.
 *
 * @param members members; not negative
 * @param listed members up to which readers are told of each; at least 1
 * @param remembered goings that are remembered, for readers that fell behind; not negative
 * @param stateBytes UTF-8 bytes of what a member tells of itself; at least 1
 */
public record PresenceLimits(int members, int listed, int remembered, int stateBytes) {
    /** 5,000 members, 200 of them listed, 256 goings, 1 KiB. */
    public static final PresenceLimits DEFAULTS = new PresenceLimits(5_000, 200, 256, 1 << 10);

    /** Checks the ranges. */
    public PresenceLimits {
        if (members < 0 || listed < 1 || remembered < 0 || stateBytes < 1) {
            throw new IllegalArgumentException("presence limits: members " + members + ", listed " + listed
                    + ", stateBytes " + stateBytes + ", remembered " + remembered + ": out of range");
        }
    }

    /** Returns the same bounds, but for that of members, which may be 0. */
    PresenceLimits withMembers(int most) {
        return new PresenceLimits(most, listed, remembered, stateBytes);
    }

    /** Returns whether a channel of so many members is large, given whether it was: not for each one to and fro. */
    boolean isLarge(int count, boolean was) {
        return count > (was ? listed - listed / 4 : listed);
    }

    /** Returns bounds for a table of members: everything fits into one page, or nobody is told. */
    StateLimits table() {
        int all = Integer.MAX_VALUE;
        return new StateLimits(all, all, 1, stateBytes, Long.MAX_VALUE, remembered, all, all);
    }
}
