package dev.parley.bench.check;

import java.util.Set;

/**
 * What a run does.
 *
 * @param pages clients, each with one connection at a time
 * @param channels that keep messages
 * @param states channels that keep values
 * @param presence whether every other channel tells who is there
 * @param follows channels that each page follows
 * @param perSecond publishes a second, of all pages together
 * @param seconds how long faults and publishing go on
 * @param settleSeconds how long everything may take to come right afterwards
 * @param presenceSeconds after a kill of the server until all know again who is there
 * @param faultSeconds from one fault of a page to the next, on average
 * @param serverFaultSeconds from one fault of the server or its store to the next, on average
 * @param kept messages that each channel's log keeps at least
 * @param seed of all that is random
 */
record CheckPlan(
        int pages,
        int channels,
        int states,
        boolean presence,
        int follows,
        int perSecond,
        int seconds,
        int settleSeconds,
        int presenceSeconds,
        int faultSeconds,
        int serverFaultSeconds,
        int kept,
        long seed,
        Set<Fault> faults) {
    private static final int MOST_PAGES = 15_000; // open files
    private static final int MOST_FOLLOWS = 250;

    CheckPlan {
        require(pages >= 1 && pages <= MOST_PAGES, "--connections is from 1 to " + MOST_PAGES);
        require(
                channels >= 0 && states >= 0 && channels + states >= 1 && channels + states <= MOST_FOLLOWS,
                "--channels and --states are together from 1 to " + MOST_FOLLOWS);
        require(follows >= 1 && follows <= channels + states, "--follow is from 1 to all channels");
        require(perSecond >= 1, "--rate is at least 1");
        require(seconds >= 1, "--seconds is at least 1");
        require(settleSeconds >= 1, "--settle is at least 1");
        require(presenceSeconds >= 1, "--presence-within is at least 1");
        require(faultSeconds >= 1, "--fault-every is at least 1");
        require(serverFaultSeconds >= 1, "--server-fault-every is at least 1");
        require(kept >= 1, "--kept is at least 1");
    }

    private static void require(boolean right, String rule) {
        if (!right) {
            throw new IllegalArgumentException(rule);
        }
    }
}
