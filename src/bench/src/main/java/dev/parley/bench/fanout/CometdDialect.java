package dev.parley.bench.fanout;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bayeux over WebSocket. A connection has one {@code /meta/connect} under way for ever. */
final class CometdDialect implements Dialect {
    private static final Pattern CLIENT_ID = Pattern.compile("\"clientId\":\"([^\"]+)\"");
    private static final String CONNECT = "/meta/connect";
    private static final int SHORTEST = "{\"channel\":\"/meta/connect\"}".length();

    @Override
    public String path(String room) {
        return "/cometd";
    }

    @Override
    public Talk talk(int number, String room) {
        return new Client("/" + room);
    }

    private static final class Client implements Talk {
        private final String channel;
        private String clientId = "";
        private boolean subscribed;
        private int messages;

        Client(String channel) {
            this.channel = channel;
        }

        @Override
        public List<String> begin() {
            return List.of(
                    "[{\"channel\":\"/meta/handshake\",\"id\":\"0\",\"version\":\"1.0\",\"supportedConnectionTypes\":[\"websocket\"]}]");
        }

        @Override
        public boolean isReady() {
            return subscribed;
        }

        @Override
        public boolean isAttentive(byte[] bytes, int offset, int length) {
            int last = offset + length - CONNECT.length();
            for (int i = offset; length >= SHORTEST && i <= last; i++) {
                if (bytes[i] == '/' && bytes[i + 1] == 'm' && bytes[i + 6] == 'c') {
                    return true;
                }
            }
            return false;
        }

        @Override
        public List<String> answer(String message) {
            if (message.contains("\"successful\":false")) {
                throw new IllegalStateException("the server refuses: " + message);
            }
            if (message.contains("/meta/handshake")) {
                Matcher id = CLIENT_ID.matcher(message);
                if (!id.find()) {
                    throw new IllegalStateException("no clientId in " + message);
                }
                clientId = id.group(1);
                return List.of(connect(), meta("subscribe", ",\"subscription\":\"" + channel + "\""));
            }
            subscribed |= message.contains("/meta/subscribe");
            return message.contains(CONNECT) ? List.of(connect()) : List.of();
        }

        private String connect() {
            return meta("connect", ",\"connectionType\":\"websocket\"");
        }

        private String meta(String name, String more) {
            messages++;
            return "[{\"channel\":\"/meta/" + name + "\",\"id\":\"" + messages + "\",\"clientId\":\"" + clientId + "\""
                    + more + "}]";
        }

        @Override
        public String say(String json, long number) {
            messages++;
            return "[{\"channel\":\"" + channel + "\",\"id\":\"" + messages + "\",\"clientId\":\"" + clientId
                    + "\",\"data\":" + json + "}]";
        }
    }
}
