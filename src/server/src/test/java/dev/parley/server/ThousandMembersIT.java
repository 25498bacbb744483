package dev.parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.server.ChatCrowd.Member;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thousand members of one room each see a thousand messages, in the same order, each once. */
class ThousandMembersIT {
    private static final int MEMBERS = 1_000;
    private static final int MESSAGES = 1_000;
    private static final int SPEAKERS = 10;
    private static final int PATIENCE_SECONDS = 120;

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES) // two million deliveries, joins included, beside whatever else runs
    void everybodySeesEveryMessageInTheSameOrder() throws Exception {
        try (ParleyServer server = ParleyServer.start(TestSettings.of());
                ChatCrowd crowd = new ChatCrowd(server.port(), "crowd")) {
            for (int i = 0; i < MEMBERS; i++) {
                Member member = crowd.add("member " + i);
                crowd.readUntil(member::joined, PATIENCE_SECONDS);
            }
            long start = System.nanoTime();
            for (int i = 0; i < MESSAGES; i++) {
                crowd.members().get(i % SPEAKERS).say("message " + i);
            }
            List<Member> members = crowd.members();
            crowd.readUntil(
                    () -> members.stream().allMatch(member -> member.texts().size() >= MESSAGES), PATIENCE_SECONDS);
            report(System.nanoTime() - start);

            List<Long> offsets = LongStream.rangeClosed(1, MESSAGES).boxed().toList();
            List<String> order = members.get(0).texts();
            assertEquals(
                    IntStream.range(0, MESSAGES)
                            .mapToObj(i -> "message " + i)
                            .sorted()
                            .toList(),
                    order.stream().sorted().toList());
            for (Member member : members) {
                assertEquals(offsets, member.offsets());
                assertEquals(order, member.texts());
                assertEquals(0, member.others());
            }
            for (int speaker = 0; speaker < SPEAKERS; speaker++) { // what one says keeps its order
                int of = speaker;
                List<String> said = IntStream.range(0, MESSAGES)
                        .filter(i -> i % SPEAKERS == of)
                        .mapToObj(i -> "message " + i)
                        .toList();
                assertEquals(said, order.stream().filter(said::contains).toList());
            }
        }
    }

    private static void report(long nanos) {
        double seconds = nanos / 1e9;
        System.getLogger(ThousandMembersIT.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        String.format(
                                "%d deliveries in %.2f s, %.0f a second, client and server in one JVM",
                                (long) MEMBERS * MESSAGES, seconds, MEMBERS * MESSAGES / seconds));
    }
}
