package dev.parley.bench.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.bench.load.Opening;
import dev.parley.bench.load.Swarm;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a reader of values is told, as a script, and which guarantees that breaks. */
class StateFollowerTest {
    private static final int PAGE = 0; // publishes all
    private static Swarm swarm;

    @BeforeAll
    static void start() throws Exception {
        swarm = Swarm.start(1);
    }

    @AfterAll
    static void stop() {
        swarm.close();
    }

    /**
     * Script. Of the publisher: "set mid key", "patch mid key", "del mid key", each with "if version" behind it or not;
     * "took mid version", "conflict mid". Of the reader: "sub", "again" (unsub and sub), "out", "ok epoch version",
     * "snap version key=mid ..." that is whole, "page key=mid ..." with more to come, "rest version key=mid ...",
     * "upd version key=mid ...", where version may be - and -key takes a value away, "live version". "die" (the
     * server), "end"; "survives" before all: the channel, what the server does not.
     */
    static Stream<Arguments> scripts() {
        String one = "set 1 a|took 1 1|";
        String two = one + "set 2 b|took 2 2|";
        String aThenA = one + "set 2 a|took 2 2|";
        return Stream.of(
                script(two + "sub|ok e 2|snap 2 a=1 b=2|live 2|end"),
                script(two + "sub|ok e 2|page a=1|rest 2 b=2|live 2|end"),
                script(one + "sub|ok e 1|snap 1 a=1|live 1|set 2 b|took 2 2|upd 2 b=2|end"),
                script(one + "sub|ok e 1|snap 1 a=1|live 1|upd 2 a=2|end", Violation.ALTERED, 2),
                script(one + "sub|ok e 1|snap 1 a=1|live 1|patch 2 a|took 2 2|upd 2 a=2|del 3 a|took 3 3|upd 3 -a|end"),
                script(one + "sub|ok e 1|snap 1 a=1|live 1|out|set 2 a|took 2 2|sub|ok e 2|upd 2 a=2|live 2|end"),
                script(one + "sub|ok e 1|snap 1 a=1|live 1|again|upd - a=9|ok e 1|live 1|end"),
                script(one
                        + "sub|ok e 1|snap 1 a=1|live 1|die|sub|ok f 0|snap 0|live 0|set 2 b|took 2 1|upd 1 b=2|end"),
                script(
                        "set 1 a|set 2 b|sub|ok e 0|snap 0|live 0|upd 1 a=1|die|took 1 1|sub|ok f 1|snap 1 a=1|took 2 2|upd 2 b=2|end"),
                script("survives|" + two
                        + "sub|ok e 2|snap 2 a=1 b=2|live 2|die|sub|ok e 2|live 2|set 3 b|took 3 3|upd 3 b=3|end"),
                script(
                        "survives|" + one + "sub|ok e 1|snap 1 a=1|live 1|die|sub|ok f 0|snap 0|live 0|end",
                        Violation.LOST,
                        1,
                        Violation.STATE,
                        1),
                script("survives|sub|ok e 0|snap 0|live 0|die|sub|ok f 0|snap 0|live 0|set 1 a|took 1 1|upd 1 a=1|end"),
                script(
                        one
                                + "sub|ok e 1|snap 1 a=1|live 1|die|sub|ok f 0|snap 0|live 0|set 2 a if 1|took 2 1|upd 1 a=2|end"),
                script(one + "set 2 a if 1|die|conflict 2|set 3 b|took 3 1|sub|ok f 1|snap 1 b=3|live 1|end"),
                script(one + "set 2 a if 1|die|took 2 1|end", Violation.LOST, 1),
                script(one + "die|sub|ok f 0|snap 0 a=1|live 0|end", Violation.STATE, 2),
                script(one + "del 2 b|took 2 1|sub|ok e 1|snap 1 a=1|live 1|end"),
                script(two + "del 3 a|took 3 3|del 4 c|took 4 3|sub|ok e 3|snap 3 b=2|live 3|end"),
                script(two + "del 3 c|took 3 2|del 4 a|took 4 3|del 5 a|took 5 3|sub|ok e 3|snap 3 b=2|live 3|end"),
                script(two + "del 3 a|took 3 3|del 4 b|took 4 3|end", Violation.LOST, 2),
                script(two + "del 3 a|took 3 2|end", Violation.LOST, 2),
                script(two + "del 3 c|took 3 3|end", Violation.ALTERED, 1),
                script(aThenA + "set 3 a if 1|conflict 3|sub|ok e 2|snap 2 a=2|live 2|end"),
                script(two + "set 3 b if 2|took 3 3|sub|ok e 3|snap 3 a=1 b=3|live 3|end"),
                script(two + "sub|ok e 2|snap 2 a=1|live 2|end", Violation.STATE, 2),
                script(aThenA + "sub|ok e 2|snap 2 a=1|live 2|end", Violation.STATE, 2),
                script(two + "sub|ok e 2|snap 1 a=1|live 1|end", Violation.STATE, 1),
                script(two + "del 3 a|took 3 3|sub|ok e 3|snap 2 a=1 b=2|upd 3|live 3|end", Violation.STATE, 2),
                script(
                        aThenA + "sub|ok e 2|page a=2|rest 2 a=1|live 2|end",
                        Violation.OUT_OF_ORDER,
                        1,
                        Violation.STATE,
                        2),
                script(two + "sub|ok e 2|snap 2 a=1 b=2|live 1|end", Violation.OUT_OF_ORDER, 1, Violation.STATE, 2),
                script(one + "sub|ok e 1|snap 1 b=1|live 1|end", Violation.ALTERED, 1, Violation.STATE, 2),
                script(one + "sub|ok e 1|snap 1 a=1!|live 1|end", Violation.ALTERED, 1),
                script(one + "sub|snap 1 a=1|ok e 1|live 1|end", Violation.UNEXPECTED, 1, Violation.STATE, 1),
                script(two + "sub|ok e 2|snap 2 a=1 b=2|live 2|out|sub|ok e 1|live 2|end", Violation.LOST, 1),
                script(one + "sub|ok e 1|snap 1 a=1|live 1|out|sub|ok f 1|snap 1 a=1|live 1|end", Violation.LOST, 1),
                script(one + "took 1 2|end", Violation.DUPLICATED, 1, Violation.ALTERED, 1),
                script("set 1 a|took 1 1|set 2 b|took 2 1|end", Violation.LOST, 1),
                script(aThenA + "set 3 a if 1|took 3 3|end", Violation.LOST, 1),
                script(one + "set 2 a if 0|took 2 2|end", Violation.LOST, 1),
                script(one + "set 2 a if 1|conflict 2|end", Violation.UNEXPECTED, 1),
                script(one + "set 2 a|conflict 2|end", Violation.UNEXPECTED, 1),
                script("set 1 a|set 2 b|took 1 2|took 2 1|end", Violation.OUT_OF_ORDER, 1));
    }

    private static Arguments script(String text, Object... expected) {
        Map<Violation, Long> counts = new EnumMap<>(Violation.class);
        for (int i = 0; i < expected.length; i += 2) {
            counts.put((Violation) expected[i], ((Integer) expected[i + 1]).longValue());
        }
        return Arguments.of(text, counts);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scripts")
    void judges(String script, Map<Violation, Long> expected) throws Exception {
        Verdict verdict = new Verdict();
        Lives lives = new Lives(true);
        Ledger ledger = new Ledger(verdict, 1, lives);
        KnownState state = ledger.addState("sync:x", script.startsWith("survives"));
        Publications publications = ledger.addPage();
        CheckPlan plan = new CheckPlan(1, 0, 1, false, 1, 1, 1, 1, 1, 1, 1, 1, 1, Set.of());
        Opening nowhere = Opening.to("ws://127.0.0.1:1/hub");
        Run run = new Run(plan, "run", swarm.thread(0), nowhere, new Random(1), ledger, verdict, new Tally());
        StateFollower follower = new StateFollower("page", state, run);
        boolean reads = script.contains("sub|");
        for (String step : script.split("\\|", -1)) {
            List<String> words = List.of(step.split(" ", -1));
            if (words.get(0).equals("die")) {
                follower.disconnected();
                lives.end();
            } else if (words.get(0).equals("end")) {
                ledger.audit();
                if (reads) {
                    follower.finish();
                }
            } else if (!publish(state, publications, lives.current(), words)) {
                read(follower, lives.current(), words);
            }
        }
        Map<Violation, Long> found = new EnumMap<>(Violation.class);
        for (Violation violation : Violation.values()) {
            if (verdict.count(violation) > 0) {
                found.put(violation, verdict.count(violation));
            }
        }
        assertEquals(expected, found, () -> examples(verdict));
    }

    private static String examples(Verdict verdict) {
        StringBuilder text = new StringBuilder();
        for (Violation violation : Violation.values()) {
            verdict.examples(violation).forEach(example -> text.append(violation + ": " + example + "\n"));
        }
        return text.toString();
    }

    private static boolean publish(KnownState state, Publications by, int life, List<String> words) {
        if (words.size() < 2 || !words.get(1).matches("[0-9]+") || words.get(0).matches("ok|snap|rest|upd|live")) {
            return false;
        }
        long id = Publications.key(PAGE, Long.parseLong(words.get(1)));
        switch (words.get(0)) {
            case "took" -> state.era(life).accepted(id, Long.parseLong(words.get(2)));
            case "conflict" -> state.era(life).conflicted(id);
            default -> {
                Change.Kind kind = Change.Kind.valueOf(
                        words.get(0).equals("del") ? "DELETE" : words.get(0).toUpperCase(Locale.ROOT));
                long condition = words.size() == 5 ? Long.parseLong(words.get(4)) : Change.ALWAYS;
                byte[] value = value(Publications.mid(id)).getBytes(StandardCharsets.UTF_8);
                by.add(state, ServerMessage.hash(value, 0, value.length), 1);
                state.sending(new Change(
                        id, words.get(2), kind, condition, state.era(life).number()));
            }
        }
        return true;
    }

    private static void read(StateFollower follower, int life, List<String> words) throws Exception {
        switch (words.get(0)) {
            case "sub" -> follower.subscribe(1);
            case "again" -> {
                follower.unsubscribe(1);
                follower.subscribe(2);
            }
            case "survives" -> {} // said before
            case "out" -> follower.disconnected();
            case "ok" -> follower.answered(message("\"e\":\"" + words.get(1) + "\",\"v\":" + words.get(2)), life);
            case "page" ->
                receive(
                        follower,
                        "snap",
                        "\"first\":true,\"more\":true,\"keys\":" + values(words.subList(1, words.size())));
            case "snap", "rest", "upd", "live" -> {
                boolean update = words.get(0).equals("upd");
                List<String> rest = words.subList(2, words.size());
                String version = words.get(1).equals("-") ? "" : "\"v\":" + words.get(1) + ",";
                String first = words.get(0).equals("snap") ? "\"first\":true," : "";
                receive(
                        follower,
                        words.get(0).equals("rest") ? "snap" : words.get(0),
                        version + first + "\"del\":" + deleted(rest) + (update ? ",\"set\":" : ",\"keys\":")
                                + values(rest));
            }
            default -> throw new IllegalArgumentException(words.get(0));
        }
    }

    private static String values(List<String> words) {
        return words.stream()
                .filter(word -> !word.startsWith("-"))
                .map(word -> word.split("=", -1))
                .map(pair -> "\"" + pair[0] + "\":" + altered(pair[1]))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String value(long mid) {
        return "{\"k\":" + DataKey.text("run", PAGE, mid, 2) + "}";
    }

    /** The value of that mid; with a ! behind it, not quite. */
    private static String altered(String mid) {
        String value = value(Long.parseLong(mid.replace("!", "")));
        return mid.endsWith("!") ? value.replace("}", " }") : value;
    }

    private static String deleted(List<String> words) {
        return words.stream()
                .filter(word -> word.startsWith("-"))
                .map(word -> "\"" + word.substring(1) + "\"")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static void receive(StateFollower follower, String type, String fields) throws Exception {
        follower.receive(type, message(fields), 0, true);
    }

    private static ServerMessage message(String fields) throws Exception {
        byte[] bytes = ("{\"t\":\"x\"," + fields + "}").getBytes(StandardCharsets.UTF_8);
        ServerMessage message = new ServerMessage();
        message.readAll(bytes, 0, bytes.length, each -> {});
        return message;
    }
}
