package dev.parley.hub;

/** Why the hub does not do what was asked. */
public enum HubError {
    /** Another member of the channel has that name. */
    NAME_TAKEN,
    /** The channel has as many members as it may have. */
    CHANNEL_FULL,
    /** There are as many channels as there may be, and none of them is empty. */
    TOO_MANY_CHANNELS
}
