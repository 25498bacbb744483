package dev.parley.bench.check;

/** A guarantee that the hub broke. */
enum Violation {
    /** A message, or an accepted publish, that never came and no gap names. */
    LOST("lost without a gap"),
    /** A message that came twice, or stands in the log twice. */
    DUPLICATED("duplicated"),
    /** A message that came late, or in another order than somebody else had, or than its publisher sent. */
    OUT_OF_ORDER("out of order"),
    /** A gap that does not begin where the reader is, or names what could not be missing. */
    WRONG_GAP("wrong gap"),
    /** A channel of values that a reader believes to be other than it is, or does not get to know in time. */
    STATE("state differs"),
    /** Who is in a channel, as a reader is told, is not who is there, or it learns that too late. */
    PRESENCE("presence differs"),
    /** Data that differ from what was published, or that nobody published, or in another channel. */
    ALTERED("altered or forged"),
    /** A refusal, close or message that the protocol does not allow here. */
    UNEXPECTED("unexpected answer"),
    /** Something that did not happen in time: a connection, an answer. */
    STUCK("stuck");

    private final String text;

    Violation(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
