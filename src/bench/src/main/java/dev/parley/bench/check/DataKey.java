package dev.parley.bench.check;

import dev.parley.bench.check.ServerMessage.Field;
import dev.parley.bench.check.ServerMessage.MalformedException;
import java.nio.charset.StandardCharsets;

/**
 * The data of a publication: made so that who reads them knows who published them. They hold the name of the run, page,
 * mid and channel, and a filling of letters of one to four bytes and escapes; every other one is an object. Reused.
 */
final class DataKey {
    private static final String[] FILLINGS = {"abc ", "é", "漢字", "😀", "\\u00e9\\n", "\\\\\\\""};
    private static final int NONE = -1;

    private final byte[] run;
    private int page;
    private long mid;
    private long hash;

    /**
     * Begins without data.
     *
     * @param run names the run: ASCII letters and digits
     */
    DataKey(String run) {
        this.run = (run + "/").getBytes(StandardCharsets.US_ASCII);
    }

    /** Data for a publication. */
    static String data(String run, int page, long mid, int filling) {
        String text = text(run, page, mid, filling);
        return mid % 2 == 0 ? text : "{ \"k\":" + text + ",\"n\":[1, 2.50,null,{}] }";
    }

    /** The JSON string in all data. */
    static String text(String run, int page, long mid, int filling) {
        return "\"" + run + "/" + page + "/" + mid + "/" + FILLINGS[(int) (mid % FILLINGS.length)].repeat(filling)
                + "\"";
    }

    /** Reads the data of a message; of a page below 0 if they are not made here. */
    void read(ServerMessage message) throws MalformedException {
        read(message, message.start(Field.D), message.end(Field.D));
    }

    /** Reads data that lie there in a message. */
    void read(ServerMessage message, int from, int to) {
        hash = message.hash(from, to);
        page = NONE;
        mid = NONE;
        int at = message.indexOf(run, from, to);
        if (at >= 0) {
            page = (int) message.numberAt(at + run.length);
            mid = message.numberAt(message.indexAfterNumber(at + run.length) + 1);
        }
    }

    int page() {
        return page;
    }

    long mid() {
        return mid;
    }

    long hash() {
        return hash;
    }
}
