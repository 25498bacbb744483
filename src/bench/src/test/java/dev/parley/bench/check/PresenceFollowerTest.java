package dev.parley.bench.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.bench.load.Opening;
import dev.parley.bench.load.Swarm;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
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

/** What a member is told of who is there, as a script, and which guarantees that breaks. */
class PresenceFollowerTest {
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
     * Script: "sub", "again" (unsub and sub), "out", "ok epoch", "all version count a ...", "pres version count +a -b =c ..."
     * for who comes, goes, changes; "count n" alone, "end a ..." with who is there in truth.
     */
    static Stream<Arguments> scripts() {
        return Stream.of(
                script("sub|ok e|all 1 1 a|pres 2 2 +b|pres 3 1 -a|end b"),
                script("sub|ok e|all 1 1 a|pres 2 2 +b =a|end a b"),
                script("sub|ok e|all 1 1 a|out|sub|ok e|pres 4 1 +b -a|end b"),
                script("sub|ok e|all 9 1 a|out|sub|ok f|all 1 1 b|end b"),
                script("sub|ok e|all 1 1 a|again|pres 2 2 +b|ok e|pres 2 2 +b|end a b"),
                script("sub|ok e|count 201|count 2|end a b"),
                script("sub|ok e|count 201|all 5 2 a b|end a b"),
                script("sub|ok e|all 1 1 a|end a b", Violation.PRESENCE),
                script("sub|ok e|all 1 2 a b|end a", Violation.PRESENCE),
                script("sub|ok e|all 1 1 a|out|end a", Violation.PRESENCE),
                script("sub|ok e|count 3|end a b", Violation.PRESENCE),
                script("sub|ok e|all 1 2 a|end a", Violation.PRESENCE),
                script("sub|ok e|all 1 1 a|pres 2 1 =b|end a", Violation.PRESENCE),
                script("sub|ok e|all 1 1 a|pres 2 1 +a|end a", Violation.DUPLICATED),
                script("sub|ok e|all 1 1 a|pres 2 1 -b|end a", Violation.DUPLICATED),
                script("sub|ok e|all 2 1 a|pres 1 2 +b|end a b", Violation.OUT_OF_ORDER),
                script("sub|all 1 1 a|ok e|all 1 1 a|end a", Violation.UNEXPECTED));
    }

    private static Arguments script(String text, Violation... expected) {
        return Arguments.of(text, Arrays.stream(expected).collect(Collectors.toMap(each -> each, each -> 1L)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scripts")
    void judges(String script, Map<Violation, Long> expected) throws Exception {
        Verdict verdict = new Verdict();
        Ledger ledger = new Ledger(verdict, 1, new Lives(false));
        CheckPlan plan = new CheckPlan(1, 1, 0, true, 1, 1, 1, 1, 1, 1, 1, 1, 1, Set.of());
        Opening nowhere = Opening.to("ws://127.0.0.1:1/hub");
        Run run = new Run(plan, "run", swarm.thread(0), nowhere, new Random(1), ledger, verdict, new Tally());
        PresenceFollower follower = new PresenceFollower("page", ledger.addLog("chat:x"), run);
        for (String step : script.split("\\|", -1)) {
            play(follower, List.of(step.split(" ", -1)));
        }
        Map<Violation, Long> found = new EnumMap<>(Violation.class);
        for (Violation violation : Violation.values()) {
            if (verdict.count(violation) > 0) {
                found.put(violation, verdict.count(violation));
            }
        }
        assertEquals(expected, found);
    }

    private static void play(PresenceFollower follower, List<String> words) throws Exception {
        List<String> names = words.subList(Math.min(3, words.size()), words.size());
        switch (words.get(0)) {
            case "sub" -> follower.subscribe();
            case "again" -> {
                follower.unsubscribe();
                follower.subscribe();
            }
            case "out" -> follower.disconnected();
            case "ok" -> follower.answered(message("\"presence\":{\"e\":\"" + words.get(1) + "\",\"v\":1}"));
            case "all" -> follower.receive(message(place(words) + ",\"all\":" + members(names.stream())));
            case "pres" ->
                follower.receive(message(place(words)
                        + ",\"join\":" + members(marked(names, "+"))
                        + ",\"upd\":" + members(marked(names, "="))
                        + ",\"leave\":"
                        + marked(names, "-")
                                .map(name -> "\"" + name + "\"")
                                .collect(Collectors.joining(",", "[", "]"))));
            case "count" -> follower.receive(message("\"count\":" + words.get(1)));
            case "end" -> follower.finish(Set.copyOf(words.subList(1, words.size())));
            default -> throw new IllegalArgumentException(words.get(0));
        }
    }

    private static String place(List<String> words) {
        return "\"v\":" + words.get(1) + ",\"count\":" + words.get(2);
    }

    private static Stream<String> marked(List<String> names, String mark) {
        return names.stream().filter(name -> name.startsWith(mark)).map(name -> name.substring(1));
    }

    private static String members(Stream<String> names) {
        return names.map(name -> "{\"user\":\"" + name + "\"}").collect(Collectors.joining(",", "[", "]"));
    }

    private static ServerMessage message(String fields) throws Exception {
        byte[] bytes = ("{\"t\":\"pres\"," + fields + "}").getBytes(StandardCharsets.UTF_8);
        ServerMessage message = new ServerMessage();
        message.readAll(bytes, 0, bytes.length, each -> {});
        return message;
    }
}
