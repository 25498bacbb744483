package dev.parley.hub;

import static dev.parley.hub.StateChange.patch;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Readers of some keys alone, by value or by patch. */
class StateKeysTest extends StateSubscriptionFixture {
    @Nested
    class Patches {
        private static final String LONG = "\"" + "v".repeat(20) + "\"";

        @Test
        void goToReadersThatHaveTheValueBefore() {
            board.set("a={\"x\":1,\"long\":" + LONG + "}");
            StateReader back = new StateReader(Inbox.WIDE);
            StateSubscription subscription = board.read(back);
            board.read(reader);
            reader.take();
            board.change(patch("a", "{\"x\":2}"));
            told("upd@2 a~{\"x\":2}");
            subscription.close();
            back.take();
            board.set("a={\"x\":3,\"long\":" + LONG + "}"); // a whole value, of which the patch is found
            told("upd@3 a~{\"x\":3}");
            board.readSince(2, back);
            assertEquals("upd@3 a~{\"x\":3}, live@3", back.words());
            StateReader older = new StateReader(Inbox.WIDE);
            board.readSince(1, older);
            assertEquals("upd@3 a={\"x\":3,\"long\":" + LONG + "} skipped 1, live@3", older.words());
        }

        @Test
        void areNotUsedWhereTheValueIsShorter() {
            board.set("a={\"x\":12}");
            board.read(reader);
            board.change(patch("a", "{\"x\":null}"));
            told("snap@1 a={\"x\":12}, live@1, upd@2 a={}");
        }

        @Test
        void areNotUsedForAKeyThatWasDeletedBetween() {
            board.set("a={\"long\":" + LONG + "}");
            StateSubscription subscription = board.read(reader);
            reader.take();
            reader.room = 0;
            board.set("-a");
            board.change(patch("a", "{\"long\":" + LONG + "}"));
            reader.room = Inbox.WIDE;
            subscription.resume();
            told("upd@3 a={\"long\":" + LONG + "} skipped 1");
        }
    }

    @Nested
    class Keys {
        @Test
        void areTheOnlyOnesToldOf() {
            board.set("a=1", "b=1", "c=1");
            board.read(reader, "a", "z");
            told("snap@3 a=1, live@3");
            board.set("b=2", "a=2", "b=3", "z=1", "-b", "-a");
            told("upd@5 a=2, upd@7 z=1, upd@9 -a");
        }

        @Test
        void haveACountOfTheirOwnOfWhatIsSkipped() {
            StateSubscription subscription = board.read(reader, "a");
            told("snap@0, live@0");
            reader.room = 0;
            board.set("a=1", "b=1", "a=2", "b=2", "b=3", "a=3");
            reader.room = Inbox.WIDE;
            subscription.resume();
            told("upd@6 a=3 skipped 2");
        }

        /** Others' deletions do not make such a reader fall behind. */
        @Test
        void doNotMindWhatIsForgottenOfOthers() {
            board.set("a=1");
            StateSubscription subscription = board.read(reader, "a");
            told("snap@1 a=1, live@1");
            reader.room = 0;
            for (int i = 0; i < 5; i++) {
                board.set("b=1", "-b", "c=1", "-c", "d=1", "-d");
            }
            board.set("a=2");
            reader.room = Inbox.WIDE;
            subscription.resume();
            told("upd@32 a=2");
        }

        @Test
        void ofSeveralReadersAreFoundAgainAfterOneWent() {
            StateReader other = new StateReader(Inbox.WIDE);
            StateSubscription gone = board.read(other, "a");
            board.read(reader, "a");
            gone.close();
            board.set("a=1");
            told("snap@0, live@0, upd@1 a=1");
            assertEquals("snap@0, live@0", other.words());
        }
    }
}
