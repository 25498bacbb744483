package dev.parley.bench.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.bench.servers.ServerKind;
import dev.parley.bench.servers.ServerProcess;
import dev.parley.wire.FrameSink;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The method itself, on the floor: what is counted has been delivered, and what goes wrong is seen. */
@Timeout(180)
class AudienceTest {
    private static ServerProcess floor;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        floor = ServerProcess.start(ServerKind.FLOOR, List.of());
    }

    @AfterAll
    static void stop() {
        floor.close();
    }

    @Test
    void countsEachDeliveryOnce() throws Exception {
        try (Audience audience = Audience.open(floor, new PlainDialect(), 1, 40)) {
            Sample sample = audience.saturate(8, 200);
            assertTrue(sample.deliveries() > 0);
            assertEquals(0, sample.deliveries() % 40, "every message to all forty");
            assertEquals(0, sample.faults());
            assertEquals(1.0, sample.perMessage(), 0.2, "the floor joins nothing"); // the speaker hears too
            Sample steady = audience.steady(50, 200);
            assertTrue(steady.p99Nanos() > 0);
            assertEquals(0, steady.faults());
        }
    }

    @Test
    void everybodyTalksInManyRooms() throws Exception {
        try (Audience audience = Audience.open(floor, new PlainDialect(), 20, 5)) {
            Sample sample = audience.saturate(1, 200);
            assertEquals(0, sample.deliveries() % 5);
            assertEquals(0, sample.faults());
        }
    }

    @Test
    void seesWhatIsLostDoubledOrOutOfOrder() {
        Counts counts = new Counts();
        Room room = new Room("r", List.of());
        Member member = Member.listener(0, room, new PlainDialect(), counts);
        member.beginCounting(5);
        for (long number : new long[] {5, 6, 8, 9, 9, 10, 12, 11}) {
            byte[] message = Marks.message(number, Room.MESSAGE_BYTES);
            member.hear(FrameSink.FIRST | FrameSink.LAST, message, 0, message.length);
        }
        assertEquals(4, counts.faults, "8 without 7, 9 twice, 12 before 11");
        assertEquals("member 0 heard 8 where 7 was to come", counts.firstFault);
    }
}
