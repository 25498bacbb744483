package dev.parley.hub.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.json.JsonText;
import dev.parley.hub.json.Parsed;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that leave together, for clients that take arrays. */
class BatchTest {
    private final TestHub hub = new TestHub();
    private final TestClient ann = TestClient.welcome(hub, "ann");
    private int mids;

    private TestClient reader(String caps) {
        TestClient reader = new TestClient(hub);
        reader.longestText = 2000;
        reader.say("{'t':'hello','v':1,'cid':'" + TestClient.cid("bob") + "','caps':[" + caps + "]}");
        reader.say("{'t':'sub','id':1,'ch':'chat:a'}", "{'t':'sub','id':2,'ch':'chat:b'}");
        reader.take();
        return reader;
    }

    private void publish(String channel, int times) {
        for (int i = 0; i < times; i++) {
            ann.say("{'t':'pub','id':1,'ch':'" + channel + "','mid':" + ++mids + ",'d':'" + "x".repeat(50) + "'}");
        }
        ann.take();
    }

    /** Writes each message that left as its channels and offsets, such as {@code a1 a2 b1}. */
    private static List<String> words(List<String> messages) {
        return messages.stream()
                .map(message -> message.replaceFirst("^binary ", ""))
                .map(message -> new JsonText()
                        .readAll(message, 1000).stream()
                                .map(each -> text(each, "ch").substring(5) + text(each, "o"))
                                .collect(Collectors.joining(" ")))
                .toList();
    }

    private static String text(Parsed message, String field) {
        return message.get(field).orElseThrow().text();
    }

    private static String run(String channel, int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(o -> channel + o).collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'batch'", "'binary','batch'"})
    void leaveAsOneWhenTheyHadToWait(String caps) {
        TestClient reader = reader(caps);
        publish("chat:a", 1);
        assertEquals(List.of("a1"), words(reader.take()));
        reader.room = 0;
        publish("chat:a", 5);
        assertEquals(List.of(), reader.take());
        reader.ready(TestClient.WIDE);
        assertEquals(List.of(run("a", 2, 6)), words(reader.take()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'batch'", "'binary','batch'"})
    void leaveAsOneFromSeveralChannels(String caps) {
        TestClient reader = reader(caps);
        reader.room = 0;
        publish("chat:a", 2);
        publish("chat:b", 1);
        publish("chat:a", 1);
        reader.ready(1);
        assertEquals(List.of("a1 a2 a3 b1"), words(reader.take()));
    }

    @Test
    void areSharedByAllWhoAreAtTheSamePlace() {
        TestClient reader = reader("'batch'");
        TestClient other = reader("'batch'");
        reader.room = 0;
        other.room = 0;
        publish("chat:a", 5);
        reader.ready(1);
        other.ready(1);
        assertTrue(reader.lastSent() == other.lastSent(), "one encoding serves both");
    }

    @Test
    void leaveInSeveralOfTheLengthThatTheConnectionLikes() {
        TestClient reader = reader("'batch'");
        reader.room = 0;
        publish("chat:a", 40);
        publish("chat:b", 1);
        reader.ready(TestClient.WIDE);
        List<String> sent = reader.take();
        assertTrue(sent.stream().allMatch(message -> message.length() < 2200), "lengths");
        assertTrue(sent.size() > 2, sent.size() + " messages");
        assertEquals(
                (run("a", 1, 40) + " b1").split(" ").length,
                words(sent).stream().mapToInt(words -> words.split(" ").length).sum());
        String all = String.join(" ", words(sent));
        assertEquals(run("a", 1, 40), all.replaceAll(" ?b1 ?", " ").strip());
    }

    @Test
    void leaveOneByOneIfTheClientDoesNotTakeArrays() {
        TestClient reader = reader("'binary'");
        reader.room = 0;
        publish("chat:a", 2);
        publish("chat:b", 2);
        reader.ready(TestClient.WIDE);
        assertEquals(List.of("a1", "a2", "b1", "b2"), words(reader.take()));
    }

    @Test
    void giveEachChannelItsTurn() {
        TestClient reader = reader("");
        reader.room = 0;
        publish("chat:a", 4);
        publish("chat:b", 2);
        for (int i = 0; i < 8; i++) {
            reader.ready(1);
        }
        assertEquals(List.of("a1", "b1", "a2", "b2", "a3", "a4"), words(reader.take()));
    }

    @Test
    void comeBackToThoseWhoAskedInOne() {
        TestClient reader = reader("'batch'");
        reader.say("[{'t':'ping'},{'t':'pub','id':1,'ch':'news:a','mid':1,'d':1},{'t':'nonsense','id':2},{'t':'bye'}]");
        reader.assertTold(
                "[{'t':'pong','now':1000},{'t':'ok','id':1,'o':1},"
                        + "{'t':'err','id':2,'code':'unknown-type','reason':'no request has this \\'t\\'','retry':false}]",
                "close 1000 done");
    }
}
