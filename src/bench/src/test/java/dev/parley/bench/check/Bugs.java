package dev.parley.bench.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The bugs that are planted, one of each kind. Each spoils one thing, after a while. */
final class Bugs {
    private static final Pattern OFFSET = Pattern.compile("\"o\":(\\d+)");
    private static final int VICTIM = 1; // number of the connection
    private static final int GOOD = 10; // messages that are left alone first

    private Bugs() {}

    /** Spoils one message on the way to one client: the first after some good ones. */
    private abstract static class OfOneMessage implements BrokenHub.Bug {
        private int seen;

        @Override
        public List<String> toClient(int connection, String object) {
            boolean mine = connection == VICTIM && object.startsWith("{\"t\":\"msg\"");
            return mine && ++seen == GOOD ? spoil(object) : List.of(object);
        }

        abstract List<String> spoil(String message);
    }

    /** Spoils two messages in a row, of the same channel, on the way to one client. */
    private abstract static class OfTwoMessages implements BrokenHub.Bug {
        private final Map<String, String> held = new HashMap<>(); // by channel
        private int seen;
        private boolean done;

        @Override
        public List<String> toClient(int connection, String object) {
            if (connection != VICTIM || done || !object.startsWith("{\"t\":\"msg\"") || ++seen < GOOD) {
                return List.of(object);
            }
            String channel = object.substring(0, object.indexOf("\"o\":"));
            String first = held.putIfAbsent(channel, object);
            if (first == null) {
                return List.of(); // the channel's next message comes with it
            }
            done = true;
            return spoil(first, object);
        }

        abstract List<String> spoil(String first, String second);
    }

    static final class Drops extends OfOneMessage {
        @Override
        List<String> spoil(String message) {
            return List.of();
        }
    }

    static final class Doubles extends OfOneMessage {
        @Override
        List<String> spoil(String message) {
            return List.of(message, message);
        }
    }

    static final class Alters extends OfOneMessage {
        @Override
        List<String> spoil(String message) {
            int last = message.lastIndexOf('/');
            return List.of(message.substring(0, last + 1) + "x" + message.substring(last + 1));
        }
    }

    static final class Forges extends OfOneMessage {
        @Override
        List<String> spoil(String message) {
            return List.of(message.replaceFirst("\"d\":.*", "\"d\":\"surprise\"}"));
        }
    }

    static final class Garbles extends OfOneMessage {
        @Override
        List<String> spoil(String message) {
            return List.of(message.substring(0, message.length() / 2), message);
        }
    }

    static final class Refuses extends OfOneMessage {
        @Override
        List<String> spoil(String message) {
            return List.of("{\"t\":\"err\",\"code\":\"malformed\",\"reason\":\"planted\",\"retry\":false}", message);
        }
    }

    static final class ForgesGap extends OfOneMessage {
        @Override
        List<String> spoil(String message) {
            return List.of(gap(message, offset(message), offset(message)));
        }
    }

    static final class ShiftsGap extends OfOneMessage {
        @Override
        List<String> spoil(String message) {
            return List.of(gap(message, offset(message) - 1, offset(message) - 1), message);
        }
    }

    static final class Swaps extends OfTwoMessages {
        @Override
        List<String> spoil(String first, String second) {
            return List.of(second, first);
        }
    }

    static final class SwapsOffsets extends OfTwoMessages {
        @Override
        List<String> spoil(String first, String second) {
            String low = "\"o\":" + offset(first);
            String high = "\"o\":" + offset(second);
            return List.of(second.replace(high, low), first.replace(low, high));
        }
    }

    /** From some message on nothing of any channel comes any more. */
    static final class ForgetsTheEnd implements BrokenHub.Bug {
        private int seen;

        @Override
        public List<String> toClient(int connection, String object) {
            boolean mine = connection == VICTIM && object.startsWith("{\"t\":\"msg\"");
            return mine && ++seen > GOOD ? List.of() : List.of(object);
        }
    }

    /** Says ok to a publish that it forgets. */
    static final class AcceptsInVain implements BrokenHub.Bug {
        private int published;

        @Override
        public List<String> toServer(int connection, String object) {
            boolean pub = object.startsWith("{\"t\":\"pub\"");
            return pub && ++published == GOOD ? List.of() : List.of(object);
        }

        @Override
        public List<String> answer(int connection, String object) {
            return object.startsWith("{\"t\":\"pub\"") && published == GOOD - 1
                    ? List.of("{\"t\":\"ok\",\"id\":" + id(object) + ",\"o\":1}")
                    : List.of();
        }
    }

    /** Neither takes nor answers a publish. */
    static final class NeverAnswers implements BrokenHub.Bug {
        private int published;

        @Override
        public List<String> toServer(int connection, String object) {
            return object.startsWith("{\"t\":\"pub\"") && ++published == GOOD ? List.of() : List.of(object);
        }
    }

    /** Takes a publish for two. */
    static final class PublishesTwice implements BrokenHub.Bug {
        private int published;

        @Override
        public List<String> toServer(int connection, String object) {
            if (!object.startsWith("{\"t\":\"pub\"") || ++published != GOOD) {
                return List.of(object);
            }
            String again = object.replaceFirst("\"id\":\\d+", "\"id\":999999999")
                    .replaceFirst("\"mid\":\\d+", "\"mid\":999999999");
            return List.of(again, object);
        }

        @Override
        public List<String> toClient(int connection, String object) {
            return object.contains("\"id\":999999999") ? List.of() : List.of(object);
        }
    }

    /** Holds a publish back until the connection's next one. */
    static final class PublishesInAnotherOrder implements BrokenHub.Bug {
        private String held = "";
        private int holder;
        private int published;

        @Override
        public List<String> toServer(int connection, String object) {
            if (!object.startsWith("{\"t\":\"pub\"")) {
                return List.of(object);
            }
            if (++published == GOOD) {
                held = object;
                holder = connection;
                return List.of();
            }
            boolean sameChannel = !held.isEmpty() && channel(held).equals(channel(object));
            if (connection != holder || !sameChannel) {
                return List.of(object);
            }
            List<String> both = List.of(object, held);
            held = "";
            return both;
        }
    }

    /** Answers a subscription as if the client had been one message further; once there are some. */
    static final class RecoversTooLate implements BrokenHub.Bug {
        private int seen;
        private boolean again;

        @Override
        public List<String> toServer(int connection, String object) {
            Matcher since = OFFSET.matcher(object);
            if (object.startsWith("{\"t\":\"sub\"") && !again && since.find() && seen > GOOD) {
                again = true;
                return List.of(since.replaceFirst("\"o\":" + (Long.parseLong(since.group(1)) + 1)));
            }
            return List.of(object);
        }

        @Override
        public List<String> toClient(int connection, String object) {
            seen += object.startsWith("{\"t\":\"msg\"") ? 1 : 0;
            return List.of(object);
        }
    }

    /** Tells one client of another epoch. */
    static final class ChangesEpoch implements BrokenHub.Bug {
        @Override
        public List<String> toClient(int connection, String object) {
            return connection == VICTIM && object.startsWith("{\"t\":\"ok\"")
                    ? List.of(object.replaceFirst("\"e\":\"[^\"]*\"", "\"e\":\"0123456789abcdef\""))
                    : List.of(object);
        }
    }

    private static String gap(String message, long from, long to) {
        return "{\"t\":\"gap\",\"ch\":" + channel(message) + ",\"from\":" + from + ",\"to\":" + to
                + ",\"why\":\"trimmed\"}";
    }

    private static String channel(String object) {
        Matcher channel = Pattern.compile("\"ch\":(\"[^\"]*\")").matcher(object);
        return channel.find() ? channel.group(1) : "";
    }

    private static long offset(String message) {
        Matcher offset = OFFSET.matcher(message);
        return offset.find() ? Long.parseLong(offset.group(1)) : 0;
    }

    private static String id(String object) {
        Matcher id = Pattern.compile("\"id\":(\\d+)").matcher(object);
        return id.find() ? id.group(1) : "";
    }
}
