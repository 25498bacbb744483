package dev.parley.containers.flood;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * People who talk: rooms with ten members, who say something once a round. A round begins when everybody has heard all of
 * the one before, and a pause later: on a machine that is busy they talk more slowly, and never faster than they may.
 */
public final class Crowd implements AutoCloseable {
    private static final int ROOM = 10;
    private static final Duration PAUSE = Duration.ofMillis(400);

    private final List<List<Member>> rooms = new ArrayList<>();
    private final AtomicInteger rounds = new AtomicInteger();
    private final CompletableFuture<Void> broken = new CompletableFuture<>();
    private final ScheduledExecutorService speakers;

    /** Connects {@code size} members, rooms of ten. */
    public Crowd(URI hub, int size) throws IOException {
        for (int i = 0; i < size; i++) {
            if (i % ROOM == 0) {
                rooms.add(new ArrayList<>());
            }
            rooms.get(i / ROOM).add(new Member(hub, "honest-" + i, "chat:honest-" + i / ROOM));
        }
        speakers = Executors.newScheduledThreadPool(rooms.size(), Daemons.named("honest"));
    }

    /** Begins to talk. */
    public void talk() {
        for (List<Member> room : rooms) {
            var unused = speakers.scheduleWithFixedDelay(() -> round(room), 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void round(List<Member> room) {
        try {
            for (Member member : room) {
                member.say();
            }
            for (Member member : room) {
                member.hearRound(room.size());
            }
            rounds.incrementAndGet();
        } catch (Throwable e) { // boundary of the thread; and the room says nothing more
            broken.completeExceptionally(new AssertionError("the honest were hit", e));
            throw new IllegalStateException("this room is over", e);
        }
    }

    /** Completes, exceptionally, with the first thing that goes wrong. */
    public CompletableFuture<Void> broken() {
        return broken;
    }

    /** Returns in how many rounds everybody was heard by everybody in his room, of each room in the mean. */
    public int rounds() {
        return rounds.get() / rooms.size();
    }

    /** Lets each room end its round; then nothing more may have come to anybody, and everybody is still connected. */
    public void finish(Duration patience) throws InterruptedException, IOException {
        speakers.shutdown(); // what is scheduled does not run again
        if (!speakers.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the honest did not hear each other within " + patience);
        }
        broken.getNow(null);
        for (List<Member> room : rooms) {
            for (Member member : room) {
                member.expectSilence();
            }
        }
    }

    @Override
    public void close() throws IOException {
        speakers.shutdownNow();
        for (List<Member> room : rooms) {
            for (Member member : room) {
                member.close();
            }
        }
    }
}
