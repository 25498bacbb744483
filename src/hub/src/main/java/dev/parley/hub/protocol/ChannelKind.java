package dev.parley.hub.protocol;

/** What a channel keeps. */
public enum ChannelKind {
    /** Messages, in order. */
    LOG,
    /** The newest value of each of its keys. */
    STATE
}
