package dev.parley.hub;

/** Why the hub does not do what was asked. */
public enum HubError {
    /** Another member of the channel has that name. */
    NAME_TAKEN,
    /** The channel has as many members as it may have. */
    CHANNEL_FULL,
    /** There are as many channels as there may be, and none of them is empty. */
    TOO_MANY_CHANNELS,
    /** The position is after the last publication of its epoch: the subscriber cannot have come so far. */
    FUTURE_POSITION,
    /** The client has published other data under that number. */
    MESSAGE_ID_REUSED,
    /** The client has published so much since, that nobody can tell whether it has published that. */
    MESSAGE_ID_FORGOTTEN,
    /** What keeps the channel cannot be reached, or has more than enough to do; later it may be. */
    LOG_UNAVAILABLE
}
