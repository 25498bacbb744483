package dev.parley.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.spi.Outbound;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DisconnectTest {
    /** The codes of RFC 6455 7.4.1 and the registry that an endpoint may send. */
    private static final Set<Integer> REGISTERED =
            Set.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014);

    @ParameterizedTest
    @EnumSource
    void tellsByItsCodeWhetherToReconnect(Disconnect disconnect) {
        int code = disconnect.code();
        if (code >= 4400 && code <= 4499) {
            assertEquals(false, disconnect.reconnect());
        } else if (code >= 4500 && code <= 4599) {
            assertEquals(true, disconnect.reconnect());
        } else {
            assertTrue(REGISTERED.contains(code), "code " + code + " is registered");
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhenToReconnectOnlyIfThatHelps(Disconnect disconnect) {
        assertTrue(disconnect.afterMillis() >= 0 && disconnect.afterMillis() <= 10_000);
        assertTrue(disconnect.reconnect() || disconnect.afterMillis() == 0);
    }

    @ParameterizedTest
    @EnumSource
    void hasAReasonThatFits(Disconnect disconnect) {
        assertTrue(disconnect.reason().getBytes(UTF_8).length <= Outbound.Close.MAX_REASON);
        assertEquals(
                disconnect == Disconnect.INTERNAL_ERROR, disconnect.reason().isEmpty(), "nothing inner is shown");
    }

    @Test
    void givesEachItsOwnCode() {
        assertEquals(
                Disconnect.values().length,
                Arrays.stream(Disconnect.values())
                        .mapToInt(Disconnect::code)
                        .distinct()
                        .count());
    }
}
