package dev.parley.conformance.peer;

import dev.parley.conformance.verdict.Transcript;
import dev.parley.conformance.verdict.Transcript.Direction;
import dev.parley.conformance.verdict.Transcript.Entry;

/** What the connections of one case share. Confined to the thread that plays it. */
final class Session {
    private static final int MAX_EVENTS = 4096;
    private static final int MIN_EVENTS = 16;

    private final Dialler dialler;
    private final Loop loop;
    private final Transcript transcript = new Transcript();
    private int connections;
    private String allowed = "";
    private final Turnstile turnstile;
    private boolean putOff;

    Session(Dialler dialler, Loop loop, Turnstile turnstile) {
        this.dialler = dialler;
        this.loop = loop;
        this.turnstile = turnstile;
    }

    Turnstile turnstile() {
        return turnstile;
    }

    /** Whether the last answer of all connections that was read asked to come later, and may be heeded. */
    boolean isPutOff() {
        return putOff;
    }

    void putOff(boolean now) {
        putOff = now;
    }

    Dialler dialler() {
        return dialler;
    }

    Loop loop() {
        return loop;
    }

    Transcript transcript() {
        return transcript;
    }

    int nextNumber() {
        return ++connections;
    }

    /** How many events may wait on a connection: of all connections together so many that memory is bounded. */
    int roomForEvents() {
        return Math.max(MIN_EVENTS, MAX_EVENTS / Math.max(1, connections));
    }

    void log(int connection, Direction direction, String label, byte[] head, long length) {
        transcript.add(new Entry(loop.micros(), connection, direction, label, head, length));
    }

    void allow(String reason) {
        if (allowed.isEmpty()) {
            allowed = reason;
        }
    }

    /** The first reason why the case ends no better than allowed; empty if there is none. */
    String allowed() {
        return allowed;
    }
}
