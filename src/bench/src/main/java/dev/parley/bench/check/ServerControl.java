package dev.parley.bench.check;

import java.io.IOException;

/**
 * What can be done to the server's process. A server that is killed and started again, or loses its database, gets its
 * place here: then the epoch of a channel whose log survives must stay.
 */
interface ServerControl {
    /** Stops the process as a debugger does, without a word. */
    void stop() throws IOException, InterruptedException;

    /** Lets it go on. */
    void go() throws IOException, InterruptedException;
}
