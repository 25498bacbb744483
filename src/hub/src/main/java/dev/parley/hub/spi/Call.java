package dev.parley.hub.spi;

/**
 * One request of a client to a {@link RemoteMethod}. It is answered once; if nobody does for half a minute, with {@code
 * no-answer}. Safe for any thread.
 */
public interface Call {
    /** Returns who asked, as it was then. */
    Identity caller();

    /** Returns what was sent with the request, JSON of any kind that was checked; {@code null} if there was nothing. */
    String data();

    /**
     * Answers. If the client has read so little that there is no room, it is told {@code busy} instead.
     *
     * @param json any JSON, at most as long as a message from a client may be
     * @return whether the call was open and the connection is
     * @throws IllegalArgumentException if it is no JSON, or too long; the call is still open then
     */
    boolean answer(String json);

    /**
     * Answers that it is not done.
     *
     * @param reason why, for people
     * @return whether the call was open and the connection is
     */
    boolean refuse(String reason);
}
