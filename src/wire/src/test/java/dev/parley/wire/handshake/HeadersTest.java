package dev.parley.wire.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeadersTest {
    private final Headers headers = Headers.NONE.with("A", "1").with("b", "2").with("a", "3");

    @Test
    void findsNamesWithoutCase() {
        assertEquals(List.of("1", "3"), headers.values("a"));
        assertEquals(Optional.of("2"), headers.first("B"));
        assertEquals(Optional.empty(), headers.first("c"));
        assertEquals(List.of(), headers.values("c"));
    }

    @Test
    void isAValue() {
        Headers same = Headers.of(List.copyOf(headers.all()));
        assertEquals(headers, same);
        assertEquals(headers.hashCode(), same.hashCode());
        assertNotEquals(headers, headers.with("a", "3"));
        assertNotEquals(headers, new Object());
        assertEquals(Headers.NONE, Headers.of(List.of()));
        assertTrue(headers.toString().contains("b"), headers.toString());
    }

    @Test
    void cannotBeChangedThroughItsList() {
        assertThrows(UnsupportedOperationException.class, () -> headers.all().remove(0));
    }
}
