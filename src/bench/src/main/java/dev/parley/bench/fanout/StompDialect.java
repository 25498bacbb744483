package dev.parley.bench.fanout;

import java.util.List;

/** STOMP 1.2 over WebSocket, to the simple broker itself. Its SUBSCRIBE has no answer. */
final class StompDialect implements Dialect {
    @Override
    public String path(String room) {
        return "/stomp";
    }

    @Override
    public List<String> subprotocols() {
        return List.of("v12.stomp");
    }

    @Override
    public Talk talk(int number, String room) {
        return new Client("/topic/" + room);
    }

    private static final class Client implements Talk {
        private final String destination;
        private boolean connected;

        Client(String destination) {
            this.destination = destination;
        }

        @Override
        public List<String> begin() {
            return List.of("CONNECT\naccept-version:1.2\nhost:localhost\n\n\0");
        }

        @Override
        public boolean isReady() {
            return connected;
        }

        @Override
        public List<String> answer(String message) {
            if (message.startsWith("ERROR")) {
                throw new IllegalStateException("the server refuses: " + message);
            }
            if (connected || !message.startsWith("CONNECTED")) {
                return List.of();
            }
            connected = true;
            return List.of("SUBSCRIBE\nid:0\ndestination:" + destination + "\n\n\0");
        }

        @Override
        public String say(String json, long number) {
            return "SEND\ndestination:" + destination + "\ncontent-type:application/json\n\n" + json + "\0";
        }
    }
}
