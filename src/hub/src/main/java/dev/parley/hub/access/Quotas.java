package dev.parley.hub.access;

/**
 * How much one user or address may have at a time. Immutable; each is at least 1.
 *
 * @param connectionsOfUser connections that have said hello as one user; strangers are not counted so, since they can call
 *     themselves anything
 * @param channelsOfUser channels that one user has made and that are still there, whoever uses them now
 * @param channelsOfAddress the same of strangers from one address
 */
public record Quotas(int connectionsOfUser, int channelsOfUser, int channelsOfAddress) {
    /** No limits. */
    public static final Quotas NONE = new Quotas(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

    /** Checks the limits. */
    public Quotas {
        if (connectionsOfUser < 1 || channelsOfUser < 1 || channelsOfAddress < 1) {
            throw new IllegalArgumentException("quotas are at least 1: connectionsOfUser " + connectionsOfUser
                    + ", channelsOfUser " + channelsOfUser + ", channelsOfAddress " + channelsOfAddress);
        }
    }
}
