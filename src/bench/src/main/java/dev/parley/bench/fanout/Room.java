package dev.parley.bench.fanout;

import java.util.ArrayList;
import java.util.List;

/**
 * One room: who is in it and who speaks. Says the next message while fewer than the window are outstanding; one is done
 * when the witnesses, ten members spread over the order of connecting, have it. Confined to its members' thread.
 */
final class Room {
    static final int MESSAGE_BYTES = 100;
    private static final int WITNESSES = 10;
    private static final int SENT_TIMES = 1 << 16;

    private final String name;
    private final List<Member> members = new ArrayList<>();
    private final List<Member> speakers;
    private final List<Member> witnesses = new ArrayList<>();
    private final long[] sentAt = new long[SENT_TIMES];
    private long said;
    private int window; // 0: silent

    /** A room where these speak in turn; if they are none, the members do. */
    Room(String name, List<Member> speakers) {
        this.name = name;
        this.speakers = speakers;
    }

    String name() {
        return name;
    }

    void add(Member member) {
        members.add(member);
    }

    /** Takes a member out that is no witness. */
    Member removeOne() {
        for (int i = members.size() / 2; i < members.size(); i++) {
            if (!witnesses.contains(members.get(i))) {
                return members.remove(i);
            }
        }
        throw new IllegalStateException("every member is a witness");
    }

    List<Member> members() {
        return members;
    }

    /** Whether everybody, the speakers included, has entered. */
    boolean isReady() {
        return members.stream().allMatch(Member::isReady) && speakers.stream().allMatch(Member::isReady);
    }

    /** Whether every member has heard something: then all are in the room, whatever the server said. */
    boolean isHeard() {
        return members.stream().allMatch(Member::hasHeard);
    }

    /** From now on each message has to come to each member, once and in order. */
    void beginCounting() {
        members.forEach(member -> member.beginCounting(said));
    }

    /** Whether every member has every message. */
    boolean isDrained() {
        for (Member member : members) {
            if (member.heard() != said) {
                return false;
            }
        }
        return true;
    }

    /** The first member that lacks messages, for people. */
    String laggard() {
        return members.stream()
                .filter(member -> member.heard() != said)
                .map(member -> name + ": " + member + " has " + member.heard() + " of " + said)
                .findFirst()
                .orElse("");
    }

    /** How many messages were said. */
    long said() {
        return said;
    }

    void chooseWitnesses() {
        int count = Math.min(WITNESSES, members.size());
        for (int i = 0; i < count; i++) {
            Member witness = members.get((int) ((long) i * (members.size() - 1) / Math.max(1, count - 1)));
            if (!witnesses.contains(witness)) {
                witnesses.add(witness);
                witness.setWitness();
            }
        }
    }

    /** Keeps so many messages outstanding from now on; 0 ends it. */
    void setWindow(int messages) {
        window = messages;
        pump();
    }

    /** A witness has one more. */
    void pump() {
        while (window > 0 && said - least() < window) {
            say();
        }
    }

    void say() {
        List<Member> turn = speakers.isEmpty() ? members : speakers;
        sentAt[(int) said & (SENT_TIMES - 1)] = System.nanoTime();
        turn.get((int) (said % turn.size())).say(said);
        said++;
    }

    long sentAt(long number) {
        return sentAt[(int) number & (SENT_TIMES - 1)];
    }

    private long least() {
        long least = Long.MAX_VALUE;
        for (Member witness : witnesses) {
            least = Math.min(least, witness.heard());
        }
        return least;
    }
}
