package dev.parley.bench.fanout;

import java.util.List;

/** Parley's {@code /hub}, protocol {@code parley.v1.json}. */
final class HubDialect implements Dialect {
    private static final String SUBPROTOCOL = "parley.v1.json";
    private static final String PONG = "{\"t\":\"pong\"}";

    /** What the server is asked to send. */
    enum Frames {
        TEXT("[\"batch\"]"),
        BINARY("[\"batch\",\"binary\"]");

        private final String capabilities;

        Frames(String capabilities) {
            this.capabilities = capabilities;
        }
    }

    private final Frames frames;

    HubDialect(Frames frames) {
        this.frames = frames;
    }

    @Override
    public String path(String room) {
        return "/hub";
    }

    @Override
    public List<String> subprotocols() {
        return List.of(SUBPROTOCOL);
    }

    @Override
    public Talk talk(int number, String room) {
        return new Client(number, room);
    }

    private final class Client implements Talk {
        private final int number;
        private final String room;
        private final String channel;
        private boolean subscribed;

        Client(int number, String room) {
            this.number = number;
            this.room = room;
            this.channel = "chat:" + room;
        }

        @Override
        public List<String> begin() {
            return List.of(
                    "{\"t\":\"hello\",\"v\":1,\"cid\":\"bench-member-of-" + room + "-" + number + "\",\"caps\":"
                            + frames.capabilities + "}",
                    "{\"t\":\"sub\",\"id\":1,\"ch\":\"" + channel + "\"}");
        }

        @Override
        public boolean isReady() {
            return subscribed;
        }

        @Override
        public String keepAlive() {
            return PONG;
        }

        @Override
        public List<String> answer(String message) {
            if (message.contains("\"t\":\"err\"")) {
                throw new IllegalStateException("the server refuses: " + message);
            }
            subscribed |= message.contains("\"t\":\"live\"");
            return message.contains("\"t\":\"ping\"") ? List.of(PONG) : List.of();
        }

        @Override
        public String say(String json, long message) {
            return "{\"t\":\"pub\",\"id\":" + (message + 2) + ",\"ch\":\"" + channel + "\",\"mid\":" + (message + 1)
                    + ",\"d\":" + json + "}";
        }
    }
}
