package dev.parley.bench.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The bugs of channels of values and of presence that are planted, one of each kind. */
final class StateBugs {
    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
    private static final Pattern CHANNEL = Pattern.compile("\"ch\":\"([^\"]*)\"");
    private static final Pattern KEY = Pattern.compile("\"key\":\"([^\"]*)\"");
    private static final Pattern VERSION = Pattern.compile("\"v\":(\\d+)");
    private static final int GOOD = 10; // messages that are left alone first

    private StateBugs() {}

    private static boolean is(String object, String type) {
        return object.startsWith("{\"t\":\"" + type + "\"");
    }

    private static String first(Pattern pattern, String object) {
        Matcher matcher = pattern.matcher(object);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** Spoils the messages of a type that have something, all after some good ones. */
    private abstract static class OfAll implements BrokenHub.Bug {
        private final String type;
        private final String having;
        private final int good;
        private int seen;

        OfAll(String type, String having, int good) {
            this.type = type;
            this.having = having;
            this.good = good;
        }

        @Override
        public List<String> toClient(int connection, String object) {
            return is(object, type) && object.contains(having) && ++seen > good ? spoil(object) : List.of(object);
        }

        abstract List<String> spoil(String message);
    }

    static final class DropsUpdate implements BrokenHub.Bug {
        private int seen;

        @Override
        public List<String> toClient(int connection, String object) {
            boolean one = is(object, "upd") && object.contains("\"set\"") && ++seen == GOOD;
            return one ? List.of() : List.of(object);
        }
    }

    static final class AltersValue extends OfAll {
        AltersValue() {
            super("upd", "\"set\"", GOOD);
        }

        @Override
        List<String> spoil(String message) {
            int last = message.lastIndexOf("\"k\":\"");
            int end = message.indexOf('"', last + 5);
            return List.of(message.substring(0, end) + "x" + message.substring(end));
        }
    }

    static final class ForgesValue extends OfAll {
        ForgesValue() {
            super("upd", "\"set\"", GOOD);
        }

        @Override
        List<String> spoil(String message) {
            return List.of(message.replaceFirst("\"k\":\"[a-z0-9]+/", "\"k\":\"nobody/"));
        }
    }

    static final class DropsComing extends OfAll {
        DropsComing() {
            super("pres", "\"join\"", 0);
        }

        @Override
        List<String> spoil(String message) {
            return List.of();
        }
    }

    static final class DropsGoing extends OfAll {
        DropsGoing() {
            super("pres", "\"leave\"", 0);
        }

        @Override
        List<String> spoil(String message) {
            return List.of();
        }
    }

    static final class DoublesComing extends OfAll {
        DoublesComing() {
            super("pres", "\"join\"", 0);
        }

        @Override
        List<String> spoil(String message) {
            return List.of(message, message);
        }
    }

    /** Lets two updates of a channel change places, with the versions that they have. */
    static final class SwapsUpdates implements BrokenHub.Bug {
        private final Map<String, String> held = new HashMap<>(); // by connection and channel
        private int seen;
        private boolean done;

        @Override
        public List<String> toClient(int connection, String object) {
            if (done || !is(object, "upd") || ++seen < GOOD) {
                return List.of(object);
            }
            String first = held.putIfAbsent(connection + " " + first(CHANNEL, object), object);
            if (first == null) {
                return List.of(); // the channel's next one comes with it
            }
            done = true;
            return List.of(object, first);
        }
    }

    /** From some message on nothing comes of any channel of values any more. */
    static final class ForgetsTheEnd implements BrokenHub.Bug {
        private int seen;

        @Override
        public List<String> toClient(int connection, String object) {
            return is(object, "upd") && ++seen > GOOD ? List.of() : List.of(object);
        }
    }

    /** Says ok to a change that it forgets: the version that it names is another's. */
    static final class AcceptsInVain implements BrokenHub.Bug {
        private final Map<String, String> versions = new HashMap<>(); // by channel, of some value
        private int published;
        private String forgotten = "";

        @Override
        public List<String> toServer(int connection, String object) {
            return object.equals(forgotten) ? List.of() : List.of(object);
        }

        @Override
        public List<String> answer(int connection, String object) {
            String version = versions.getOrDefault(first(CHANNEL, object), "");
            boolean spoils = is(object, "pub") && object.contains("\"d\":") && forgotten.isEmpty();
            if (!spoils || version.isEmpty() || ++published < GOOD) {
                return List.of();
            }
            forgotten = object;
            return List.of("{\"t\":\"ok\",\"id\":" + first(ID, object) + ",\"v\":" + version + "}");
        }

        @Override
        public List<String> toClient(int connection, String object) {
            if (is(object, "upd") && object.contains("\"set\"") && !object.contains("\"del\"")) {
                versions.put(first(CHANNEL, object), first(VERSION, object));
            }
            return List.of(object);
        }
    }

    /** Says that a change is a conflict that had no condition, and that was done. */
    static final class ConflictsWithNothing implements BrokenHub.Bug {
        private int published;
        private int publisher = -1;
        private String id = "";

        @Override
        public List<String> toServer(int connection, String object) {
            if (is(object, "pub") && !object.contains("\"ifVersion\"") && ++published == GOOD) {
                publisher = connection;
                id = first(ID, object);
            }
            return List.of(object);
        }

        @Override
        public List<String> toClient(int connection, String object) {
            boolean answer = connection == publisher
                    && is(object, "ok")
                    && first(ID, object).equals(id);
            return answer
                    ? List.of("{\"t\":\"err\",\"id\":" + id
                            + ",\"code\":\"conflict\",\"reason\":\"planted\",\"retry\":false}")
                    : List.of(object);
        }
    }

    /** Does a change on condition when the condition is no longer met: holds it back until the key has changed. */
    static final class IgnoresCondition implements BrokenHub.Bug {
        private final Map<Integer, String> held = new HashMap<>(); // by connection
        private final Set<String> released = new HashSet<>();

        @Override
        public List<String> toServer(int connection, String object) {
            String before = held.getOrDefault(connection, "");
            if (released.remove(before)) {
                return List.of(before.replaceFirst(",\"ifVersion\":\\d+(,\"e\":\"[^\"]*\")?", ""), object);
            }
            boolean holds = before.isEmpty() && is(object, "pub") && object.contains("\"ifVersion\"");
            if (holds) {
                held.put(connection, object);
            }
            return holds ? List.of() : List.of(object);
        }

        @Override
        public List<String> toClient(int connection, String object) {
            if (is(object, "upd")) {
                held.values().stream()
                        .filter(pub -> first(CHANNEL, pub).equals(first(CHANNEL, object))
                                && object.contains("\"" + first(KEY, pub) + "\":"))
                        .forEach(released::add);
            }
            return List.of(object);
        }
    }
}
