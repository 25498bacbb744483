package dev.parley.endpoints;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.hub.access.Rate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PingBrakeTest {
    private static final int PING = 0x89;
    private static final int PONG = 0x8A;
    private static final int TEXT = 0x81;
    private static final long SECOND = 1_000_000_000L;

    private final List<String> told = new ArrayList<>();
    private long nanos = -5;

    @Test
    void takesSoManyControlFramesAndThenPauses() {
        PingBrake brake = new PingBrake(Optional.of(new Rate(2, 3)), () -> nanos, told::add);
        assertEquals(0, brake.count(PING));
        assertEquals(0, brake.count(PONG));
        assertEquals(0, brake.count(TEXT), "it has rates of its own");
        assertEquals(0, brake.count(PING));
        assertEquals(SECOND / 2, brake.count(PONG));
        assertEquals(List.of("at most 2 pings and pongs a second of a connection"), told);
        nanos += SECOND / 2 - 1;
        assertEquals(SECOND / 4, brake.count(PING), "at least a quarter of a second");
        nanos += 1;
        assertEquals(0, brake.count(PING));
    }

    @Test
    void takesAllWhereThereIsNoRate() {
        for (PingBrake none : List.of(PingBrake.NONE, new PingBrake(Optional.empty(), () -> nanos, told::add))) {
            for (int i = 0; i < 1000; i++) {
                assertEquals(0, none.count(PING));
            }
        }
        assertEquals(List.of(), told);
    }
}
