package dev.parley.endpoints.api;

import dev.parley.hub.spi.Identity;

/** An open connection of a user. Safe for any thread. */
public interface UserConnection {
    /** Returns who it is. */
    Identity user();

    /** Returns the address from which it comes. */
    String address();

    /** Ends it with close code 4403, upon which clients do not come back by themselves; the reason is told to them. */
    void close(String reason);
}
