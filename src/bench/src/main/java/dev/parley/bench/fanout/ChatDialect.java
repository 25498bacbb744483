package dev.parley.bench.fanout;

import java.util.List;

/** Parley's {@code /chat/{room}}. */
final class ChatDialect implements Dialect {
    @Override
    public String path(String room) {
        return "/chat/" + room;
    }

    @Override
    public Talk talk(int number, String room) {
        return new Member(number);
    }

    private static final class Member implements Talk {
        private final int number;
        private boolean joined;

        Member(int number) {
            this.number = number;
        }

        @Override
        public List<String> begin() {
            return List.of("{\"type\":\"join\",\"name\":\"m" + number + "\"}");
        }

        @Override
        public boolean isReady() {
            return joined;
        }

        @Override
        public List<String> answer(String message) {
            if (message.startsWith("{\"type\":\"error\"")) {
                throw new IllegalStateException("the server refuses: " + message);
            }
            joined |= message.startsWith("{\"type\":\"welcome\"");
            return List.of();
        }

        @Override
        public String say(String json, long number) {
            return "{\"type\":\"say\",\"text\":" + json + "}";
        }
    }
}
