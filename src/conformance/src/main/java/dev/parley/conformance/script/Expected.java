package dev.parley.conformance.script;

import java.util.Arrays;
import java.util.function.Predicate;

/**
 * An event that is waited for. Immutable.
 *
 * @param description in a few words
 * @param matches whether an event is the one
 * @param size bytes of the message waited for; 0 if it is none
 * @param limitCodes close codes by which the server may refuse it as too much
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one
public record Expected(String description, Predicate<Event> matches, long size, int[] limitCodes) {
    /** Up to this many bytes of a message need no excuse. */
    private static final long SMALL = 64 * 1024;

    private static final int TOO_BIG = 1009;

    /** The same text message. */
    public static Expected echo(String text) {
        return echo(true, Payload.of(text));
    }

    /** The message of this frame, with the same type. */
    public static Expected echo(RawFrame frame) {
        return echo(frame.opcode() == 1, frame.payload());
    }

    /** A message of this type with exactly these bytes, in any number of frames. */
    public static Expected echo(boolean text, Payload payload) {
        String description = "echo of the " + (text ? "text, " : "binary, ") + payload.describe();
        int[] codes = payload.length() > SMALL ? new int[] {TOO_BIG} : new int[0];
        return new Expected(
                description,
                event -> event instanceof Event.Message message && message.text() == text && message.carries(payload),
                payload.length(),
                codes);
    }

    /** A pong with this text. */
    public static Expected pong(String text) {
        return pong(Payload.of(text));
    }

    /** A pong with exactly these bytes. */
    public static Expected pong(Payload payload) {
        byte[] bytes = payload.toBytes();
        return new Expected(
                "pong, " + payload.describe(),
                event -> event instanceof Event.Pong pong && Arrays.equals(pong.payload(), bytes),
                0,
                new int[0]);
    }

    /** Whether it is a pong. */
    public boolean isPong() {
        return description.startsWith("pong");
    }

    /** The same, where a server may also refuse with one of these codes because of a limit. */
    public Expected limitedBy(int... codes) {
        return new Expected(description, matches, Math.max(size, 1), codes.clone());
    }

    /** Whether this close code is an excuse, given what the owner of the server said it takes. */
    public boolean excuses(int code, Target target) {
        boolean promised = code == TOO_BIG && target.maxMessage() >= size && target.maxMessage() > 0;
        return !promised && Arrays.stream(limitCodes).anyMatch(limit -> limit == code);
    }
}
