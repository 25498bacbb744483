package dev.parley.bench.fanout;

/** The plain loop and the floor: who connects is in the room, and what it sends is said. */
final class PlainDialect implements Dialect, Dialect.Talk {
    @Override
    public String path(String room) {
        return "/room/" + room;
    }

    @Override
    public Talk talk(int number, String room) {
        return this;
    }

    @Override
    public String say(String json, long number) {
        return json;
    }
}
