package dev.parley.bench.fanout;

/**
 * One kind of load.
 *
 * @param rooms how many rooms; in one room an extra connection speaks, in many the members do
 * @param members of each room
 * @param window messages outstanding in each room, or 0
 * @param perSecond messages a second in each room, or 0
 */
record Work(int rooms, int members, int window, int perSecond) {
    /** As many as go with {@code window} outstanding. */
    static Work saturated(int members, int window) {
        return new Work(1, members, window, 0);
    }

    /** So many a second. */
    static Work steady(int members, int perSecond) {
        return new Work(1, members, 0, perSecond);
    }

    /** Many small rooms where everybody talks, one message outstanding in each. */
    static Work manyRooms(int rooms, int members) {
        return new Work(rooms, members, 1, 0);
    }

    /** Whether the same connections can do both. */
    boolean sharesAudience(Work other) {
        return rooms == other.rooms && members == other.members;
    }

    @Override
    public String toString() {
        String load = window > 0 ? "W=" + window : perSecond + "/s";
        return rooms == 1 ? "N=" + members + " " + load : rooms + " rooms of " + members + " " + load;
    }
}
