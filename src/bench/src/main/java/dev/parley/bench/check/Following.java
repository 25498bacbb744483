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

    /** The server has ended the subscription; returns whether to ask anew, which may have been done already. */
    boolean ended();

    /** The answer to {@link #subscribe}, of the server in that life. */
    void answered(ServerMessage answer, int life) throws MalformedException;

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

    /** The answer to a publish, of the server in that life. */
    void accepted(Publications by, long mid, ServerMessage answer, int life) throws MalformedException;

    /** A publish was refused for good, by the server in that life; returns whether that may be. */
    boolean refused(Publications by, long mid, String code, int life);

    /** At the end: judges what can only be judged then. */
    void finish();
}
