package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.StateChange.Conflict;
import dev.parley.hub.StateChange.Done;
import dev.parley.hub.StateChange.Outcome;
import dev.parley.hub.StateChange.Repeated;
import dev.parley.hub.spi.MessageId;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that go by themselves. */
class ExpiryTest extends StateSubscriptionFixture {
    private static StateChange brief(String key, String value) {
        return StateChange.set(key, value).lasting(Duration.ofSeconds(1));
    }

    private void tick(int times) {
        for (int i = 0; i < times; i++) {
            board.channel.tick();
        }
    }

    private Optional<String> value(String key) {
        return board.channel.get(key).flatMap(StateEntry::value);
    }

    @ParameterizedTest(name = "{0} ms: {1} ticks")
    @CsvSource({"500, 1", "501, 2", "1000, 2", "86400000, 172800"})
    void takesAValueAwayWhenItsTimeIsOverAndNotBefore(long millis, int ticks) {
        board.change(StateChange.set("a", "1").lasting(Duration.ofMillis(millis)));
        tick(ticks);
        assertEquals(Optional.of("1"), value("a"));
        tick(1);
        assertEquals(Optional.empty(), value("a"));
    }

    @Test
    void isTold() {
        board.read(reader);
        board.change(brief("a", "1"));
        board.change(brief("b", "2"));
        board.set("c=3");
        String before = reader.words();
        assertTrue(before.contains("a=1") && before.contains("b=2") && before.contains("c=3"), before);
        tick(3);
        String after = reader.words();
        assertTrue(after.contains("-a") && after.contains("-b") && !after.contains("c"), after);
        tick(10);
        told("");
    }

    @Test
    void beginsAnewWithEachChange() {
        board.change(brief("a", "1"));
        tick(2);
        board.change(brief("a", "2"));
        tick(2);
        assertEquals(Optional.of("2"), value("a"));
        board.set("a=3"); // for good
        tick(10);
        assertEquals(Optional.of("3"), value("a"));
    }

    @Test
    void isForgottenWithADeletion() {
        board.change(brief("a", "1"));
        board.set("-a", "a=2");
        tick(10);
        assertEquals(Optional.of("2"), value("a"));
    }

    @Test
    void beginsNotAnewWithAChangeThatIsNotDone() {
        board.change(brief("a", "1"));
        StateChange other = brief("a", "2").when(new StateChange.Condition.Absent());
        assertEquals(Conflict.class, board.change(other).getClass());
        tick(3);
        assertEquals(Optional.empty(), value("a"));
    }

    @Test
    void takesMemoryAndGivesItBack() {
        board.set("a=1", "b=1", "-b");
        long before = board.memory.taken();
        board.change(brief("a", "1"));
        long more = board.memory.taken() - before;
        assertTrue(more >= 100, more + " bytes");
        board.change(brief("a", "2"));
        assertEquals(before + more, board.memory.taken());
        board.set("a=1");
        assertEquals(before, board.memory.taken());
        board.change(brief("a", "1"));
        tick(3);
        board.change(brief("a", "1"));
        board.millis += 1000;
        assertTrue(board.channel.retire(1000));
        assertEquals(0, board.memory.taken());
    }

    @Test
    void isPartOfWhatMakesAChangeTheSame() {
        Optional<MessageId> once = Optional.of(new MessageId("ann", 1));
        Outcome first = board.change(brief("a", "1"), once).orElseThrow();
        assertEquals(Done.class, first.getClass());
        tick(3);
        assertEquals(
                Repeated.class,
                board.change(brief("a", "1"), once).orElseThrow().getClass());
        assertEquals(Optional.empty(), value("a"), "what is repeated is not done again");
        assertEquals(
                StateChange.Refused.class,
                board.change(StateChange.set("a", "1"), once).orElseThrow().getClass());
    }
}
