package dev.parley.hub.protocol;

/** What the server does upon one type of request, once the client has said hello. Called on the client's thread. */
@FunctionalInterface
interface Command {
    /** Does it and answers; or throws, and the client is told why it is refused. */
    void run(ClientSession session, Request request) throws RequestException;
}
