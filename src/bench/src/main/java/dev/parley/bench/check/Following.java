package dev.parley.bench.check;

import dev.parley.bench.check.ServerMessage.MalformedException;

/** One page's view of one channel, through all its connections. Confined to one thread. */
interface Following {
    Topic topic();

    /** Whether the server has said {@code live} on this connection. */
    boolean isLive();

    /** Whether it had an answer ever. */
    boolean hasBegun();

    /** Whether it has everything that anybody was told of. */
    boolean isAtEnd();

    /** Where it is, for people. */
    String place();

    /** What to ask: to go on where it was, or to begin; a JSON object without its end. */
    String subscribe(long id);

    /** What to ask to end the subscription, in order to ask again at once. */
    String unsubscribe(long id);

    void disconnected();

    /** The answer to {@link #subscribe}. */
    void answered(ServerMessage answer) throws MalformedException;

    /**
     * A message of the channel.
     *
     * @param type its {@code t}
     * @param at when it came
     * @param calm whether nothing has disturbed the page for a while
     */
    void receive(String type, ServerMessage message, long at, boolean calm) throws MalformedException;

    /** Makes a publish: the fields behind {@code id}, each with a comma before it. */
    String publication(Publications by, long mid);

    /** The answer to a publish. */
    void accepted(Publications by, long mid, ServerMessage answer) throws MalformedException;

    /** A publish was refused for good; returns whether that may be. */
    boolean refused(Publications by, long mid, String code);

    /** At the end: judges what can only be judged then. */
    void finish();
}
