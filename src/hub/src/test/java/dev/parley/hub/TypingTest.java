package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.Hub.Seated;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypingTest extends PresenceFixture {
    private final Watcher typing = new Watcher(Inbox.WIDE);

    private void typists(String words) {
        assertEquals(words, typing.words());
    }

    @Test
    void isToldAtOnceAndThenTwiceASecondAtMost() {
        presence.watchTyping(typing).start();
        typists("");
        List<Seat> seats = enter(1, 3);
        seats.get(0).typing(true);
        typists("[m1]");
        seats.get(1).typing(true);
        seats.get(2).typing(true);
        millis += 499;
        presence.tick();
        typists("");
        millis++;
        presence.tick();
        typists("[m1, m2, m3]");
        seats.get(0).typing(false);
        seats.get(0).typing(true);
        millis += 500;
        presence.tick();
        typists("[m2, m3, m1]");
        presence.tick();
        typists("");
    }

    @Test
    void ofNoEffectInTheEndIsNotTold() {
        presence.watchTyping(typing).start();
        Seat ann = enter("ann");
        ann.typing(true);
        ann.typing(false);
        ann.typing(true);
        millis += 500;
        presence.tick();
        typists("[ann]");
    }

    @Test
    void expiresUnlessItIsRenewed() {
        presence.watchTyping(typing).start();
        Seat ann = enter("ann");
        Seat bob = enter("bob");
        ann.typing(true);
        bob.typing(true);
        millis += 5_999;
        bob.typing(true);
        presence.tick();
        typists("[ann], [ann, bob]");
        millis++;
        presence.tick();
        typists("");
        millis += 499;
        presence.tick();
        typists("[bob]");
        millis += 5_499;
        presence.tick();
        typists("");
        millis++;
        presence.tick();
        typists("[]");
        assertEquals(
                List.of("ann types", "bob types", "ann rests", "bob rests"),
                heard.stream().filter(word -> word.endsWith("s")).toList());
    }

    @Test
    void endsWithAMessageAndWithTheMember() {
        presence.watchTyping(typing).start();
        Seat ann = enter("ann");
        Seat bob = enter("bob");
        ann.typing(true);
        millis += 500;
        presence.said("ann");
        presence.deliver();
        bob.typing(true);
        millis += 500;
        presence.tick();
        typists("[ann], [], [bob]");
        bob.close();
        millis += 500;
        presence.tick();
        typists("[]");
        assertTrue(!heard.contains("ann rests") && !heard.contains("bob rests"), "the message says it, the going too");
    }

    @Test
    void isToldToWhoComesLater() {
        enter("ann").typing(true);
        presence.watchTyping(typing).start();
        typists("[ann]");
    }

    @Test
    void namesTheFirstOfMany() {
        Presence wide = presence(new PresenceLimits(100, 4, 2, 10), memory);
        wide.watchTyping(typing).start();
        for (int i = 10; i < 40; i++) {
            ((Seated) wide.enter("m" + i, "m" + i, false)).seat().typing(true);
        }
        millis += 500;
        wide.tick();
        String words = typing.words();
        assertTrue(words.startsWith("[m10], [m10, m11,") && words.endsWith(", m29] of 30"), words);
    }
}
