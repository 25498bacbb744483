package dev.parley.bench.check;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What is known of one channel that keeps messages: of each log that it had. Confined to one thread. */
final class KnownLog implements Topic {
    private final int index;
    private final String name;
    private final byte[] nameBytes;
    private final Lives lives;
    private final List<LogEra> eras = new ArrayList<>();
    private long sent; // publishes, each once, answered or not

    KnownLog(int index, String name, Lives lives) {
        this.index = index;
        this.name = name;
        this.nameBytes = name.getBytes(StandardCharsets.US_ASCII);
        this.lives = lives;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte[] nameBytes() {
        return nameBytes;
    }

    /** The log that it had in a life of the server. */
    LogEra era(int life) {
        int number = survives() ? 0 : life;
        while (eras.size() <= number) {
            eras.add(new LogEra(this, eras.size()));
        }
        return eras.get(number);
    }

    /** The log that it has. */
    LogEra latest() {
        return era(lives.current());
    }

    /** Whether its log has to survive the end of the server's process. */
    boolean survives() {
        return lives.isDurable();
    }

    List<LogEra> eras() {
        return eras;
    }

    @Override
    public void sending() {
        sent++;
    }

    /** How many messages can be in the log at most. */
    long sent() {
        return sent;
    }

    @Override
    public String toString() {
        return name;
    }
}
