package dev.parley.containers.flood;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** People who talk: rooms with some members each, who say something now and then. Used by one thread. */
public final class Crowd implements AutoCloseable {
    private static final int ROOM = 10;
    private static final Duration PAUSE = Duration.ofMillis(250); // between two sayings of a member

    private final List<Member> members = new ArrayList<>();
    private final ExecutorService readers = Executors.newCachedThreadPool(Daemons.named("honest"));
    private final ScheduledExecutorService speaker =
            Executors.newSingleThreadScheduledExecutor(Daemons.named("speaker"));

    /** Connects {@code size} members, rooms of ten; each is to say {@code sayings} things. */
    public Crowd(URI hub, int size, int sayings) throws IOException {
        for (int i = 0; i < size; i++) {
            members.add(new Member(hub, "honest-" + i, "chat:honest-" + i / ROOM, sayings));
        }
    }

    /** Begins to talk; completes when everybody has heard everything, or with the first thing that went wrong. */
    public CompletableFuture<Void> talk() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (Member member : members) {
            CompletableFuture<Void> one = CompletableFuture.runAsync(() -> read(member), readers);
            var unusedToo = one.whenComplete((nothing, wrong) -> {
                if (wrong != null) {
                    done.completeExceptionally(wrong);
                }
            });
            all.add(one);
        }
        var unused = CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]))
                .thenRun(() -> done.complete(null));
        var talking = speaker.scheduleAtFixedRate(() -> speak(done), 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        return done.whenComplete((nothing, wrong) -> talking.cancel(false));
    }

    private static void read(Member member) {
        try {
            member.readAll(ROOM);
        } catch (IOException e) {
            throw new AssertionError("an honest connection ended", e);
        }
    }

    private void speak(CompletableFuture<Void> done) {
        try {
            for (Member member : members) {
                member.say();
            }
        } catch (IOException e) {
            done.completeExceptionally(new AssertionError("an honest connection ended", e));
        }
    }

    @Override
    public void close() throws IOException {
        speaker.shutdownNow();
        for (Member member : members) {
            member.close();
        }
        readers.shutdownNow();
    }
}
