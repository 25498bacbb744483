package dev.parley.bench.fanout;

import java.util.List;

/** How a server's clients enter a room and speak there. Immutable. */
interface Dialect {
    /** The path of the endpoint for this room, which begins with a slash. */
    String path(String room);

    /** The subprotocols to offer. */
    default List<String> subprotocols() {
        return List.of();
    }

    /** The conversation of one connection that enters a room. */
    Talk talk(int number, String room);

    /** One connection's conversation; confined to its thread. */
    interface Talk {
        /** What to send when the connection is open. */
        default List<String> begin() {
            return List.of();
        }

        /** Whether the connection has entered the room, as far as the server tells. */
        default boolean isReady() {
            return true;
        }

        /** What to send upon a message that carries no mark. */
        default List<String> answer(String message) {
            return List.of();
        }

        /** Whether a message that carries marks may hold something to answer as well; {@code bytes} are borrowed. */
        default boolean isAttentive(byte[] bytes, int offset, int length) {
            return false;
        }

        /** What to send every 15 s so that the server need not ask whether the client lives; empty for nothing. */
        default String keepAlive() {
            return "";
        }

        /**
         * What to send to say something.
         *
         * @param json a JSON value, 100 bytes
         */
        String say(String json, long number);
    }
}
