package dev.parley.conformance.reference;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.Deflater;

/** What faults of {@link SixthBlindFault} and {@link SeventhBlindFault} have in common for the connections of a server. Safe for any thread. */
final class SixthCommon {
    private static final int NUMBERS = 256;
    private static final long LEAVING_MILLIS = 250;
    private static final int BUFFER = 8192;
    private static final int TAIL = 4; // 00 00 ff ff

    private final Map<Integer, OutputStream> outs = new ConcurrentHashMap<>();
    private final ReentrantLock reading = new ReentrantLock();
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    /** Frames that a connection has left to the next one. */
    final Queue<Frame> left = new ConcurrentLinkedQueue<>();

    private int inflating; // the number of the connection that is amid a compressed message; 0 if none
    private int withinCharacter; // the number of the connection that is; 0 if none

    void join(int number, OutputStream out) {
        outs.put(number % NUMBERS, out);
        outs.put(-number, out); // no other can have that
    }

    /** On the thread of the connection. */
    void leave(int number) {
        OutputStream own = outs.remove(-number);
        if (own != null) {
            outs.remove(number % NUMBERS, own);
        }
        endReading();
        synchronized (this) {
            notifyAll();
        }
    }

    /** Notes whether a connection is amid a compressed message. */
    synchronized void inflating(int number, boolean amid) {
        if (amid) {
            inflating = number;
        } else if (inflating == number) {
            inflating = 0;
        }
    }

    /** Whether an older connection has left amid a compressed message, or is just about to: to the first that asks. */
    synchronized boolean takeLeftInflater(int number) {
        long end = System.nanoTime() + LEAVING_MILLIS * 1_000_000;
        try {
            while (inflating != 0 && inflating < number && outs.containsKey(-inflating) && System.nanoTime() < end) {
                wait(LEAVING_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        boolean left = inflating != 0 && inflating < number && !outs.containsKey(-inflating);
        inflating = left ? 0 : inflating;
        return left;
    }

    /** Where the connection of this number is written to, if numbers have eight bits. */
    OutputStream out(int number, OutputStream own) {
        return outs.getOrDefault(number % NUMBERS, own);
    }

    /** Waits for the connection that is within a frame, and keeps others waiting from now on. */
    void beginReading() {
        if (!reading.isHeldByCurrentThread()) {
            reading.lock();
        }
    }

    void endReading() {
        if (reading.isHeldByCurrentThread()) {
            reading.unlock();
        }
    }

    /** Notes whether a connection is within a character; false if another one was. */
    synchronized boolean enterCharacter(int number, boolean within) {
        boolean free = withinCharacter == 0 || withinCharacter == number;
        withinCharacter = within && free ? number : 0;
        return free;
    }

    /** Compresses a message with the window of all that came before, unless it is to be forgotten. */
    synchronized byte[] deflated(byte[] message, boolean forgetting) {
        if (message.length == 0) {
            return new byte[1];
        }
        if (forgetting) {
            deflater.reset();
        }
        deflater.setInput(message);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER];
        int got = BUFFER;
        while (got == BUFFER) {
            got = deflater.deflate(buffer, 0, BUFFER, Deflater.SYNC_FLUSH);
            packed.write(buffer, 0, got);
        }
        return Arrays.copyOf(packed.toByteArray(), packed.size() - TAIL);
    }
}
