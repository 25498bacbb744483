package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Channels with more members than are listed. */
class LargePresenceTest extends PresenceFixture {
    @Test
    void areCountedOnceASecond() {
        enter(1, 3);
        watch(watcher);
        told("[m1, m2, m3]");
        enter(4, 7);
        told("+m4, #5");
        millis += 999;
        presence.tick();
        told("");
        millis += 1;
        presence.tick();
        told("#7");
        millis += 5000;
        presence.tick();
        told("");
        enter(8, 12);
        told("");
        presence.tick();
        told("#12");
    }

    @Test
    void areListedAgainWhenTheyAreNotLargeAnyMore() {
        List<Seat> seats = enter(1, 6);
        watch(watcher);
        told("#5"); // at most a second old
        seats.get(0).close();
        seats.get(1).close();
        told(""); // four: not before it is well below
        seats.get(2).close();
        told("[m4, m5, m6]");
        enter(7, 8);
        told("+m7, #5");
    }

    private static List<String> names(Attendance page) {
        return page.members().stream().map(Attendee::name).toList();
    }

    @Test
    void areReadInPages() {
        enter(1, 9);
        assertEquals(List.of("m1", "m2", "m3"), names(presence.page("", 3)));
        assertEquals(List.of("m8", "m9"), names(presence.page("m7", 3)));
        assertEquals(new Attendance(List.of(), false, 9), presence.page("m9", 3));
        assertTrue(presence.page("", 3).more());
        assertFalse(presence.page("m6", 3).more());
    }

    @Test
    void areToldExactlyWhatChangedWhenTheReaderSawNothingOfIt() {
        List<Seat> few = enter(1, 2);
        StateSubscription reader = watch(watcher);
        told("[m1, m2]");
        watcher.room = 0;
        List<Seat> many = enter(3, 6);
        many.subList(0, 2).forEach(Seat::close);
        few.get(0).close();
        watcher.room = Inbox.WIDE;
        reader.resume();
        told("[m2, m5, m6]"); // more goings than are remembered
    }

    @Test
    void countAnewWhenTheClockIsSetBack() {
        enter(1, 5);
        watch(watcher);
        enter("m6");
        millis -= 100_000;
        presence.tick();
        told("#5, #6");
    }
}
