package dev.parley.bench.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.bench.check.ServerMessage.Field;
import dev.parley.bench.check.ServerMessage.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerMessageTest {
    private final ServerMessage message = new ServerMessage();

    @Test
    void findsFieldsWhereverTheyStand() throws MalformedException {
        read(
                " {\"x\":[{\"o\":1}], \"t\" : \"msg\",\"d\":{\"o\":2,\"s\":\"}\\\"]\"},\"o\":-42,\"dup\":true,\"retry\":false} ");
        assertEquals("msg", message.text(Field.T));
        assertTrue(message.is(Field.T, "msg".getBytes(StandardCharsets.US_ASCII)));
        assertFalse(message.is(Field.T, "ms".getBytes(StandardCharsets.US_ASCII)));
        assertEquals(-42, message.number(Field.O));
        assertTrue(message.isTrue(Field.DUP));
        assertFalse(message.isTrue(Field.RETRY));
        assertFalse(message.has(Field.CH));
        assertEquals(7, message.number(Field.TO, 7));
    }

    @Test
    void takesABatchApart() throws MalformedException {
        List<Long> offsets = new ArrayList<>();
        byte[] bytes = "[{\"o\":1}, {\"o\":2},{}]".getBytes(StandardCharsets.UTF_8);
        message.readAll(bytes, 0, bytes.length, each -> {
            try {
                offsets.add(each.number(Field.O, 0));
            } catch (MalformedException e) {
                throw new AssertionError(e);
            }
        });
        assertEquals(List.of(1L, 2L, 0L), offsets);
    }

    @Test
    void tellsWhoPublishedWhat() throws MalformedException {
        for (long mid = 1; mid < 20; mid++) {
            String data = DataKey.data("run7", 12, mid, 5);
            read("{\"d\":" + data + "}");
            DataKey key = new DataKey("run7");
            key.read(message);
            assertEquals(12, key.page());
            assertEquals(mid, key.mid());
            byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
            assertEquals(ServerMessage.hash(bytes, 0, bytes.length), key.hash());
        }
        read("{\"d\":\"another\"}");
        DataKey key = new DataKey("run7");
        key.read(message);
        assertEquals(-1, key.page());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[",
                "{\"t\"}",
                "{\"t\":}",
                "{\"t\":1",
                "{\"t\":\"a}",
                "{}{}",
                "[{}",
                "[{},]",
                "{} x",
                "7"
            })
    void refusesWhatIsNoMessage(String text) {
        assertThrows(MalformedException.class, () -> read(text));
    }

    @Test
    void refusesAFieldOfTheWrongType() throws MalformedException {
        read("{\"o\":\"1\",\"t\":1,\"to\":1.5}");
        assertThrows(MalformedException.class, () -> message.number(Field.O));
        assertThrows(MalformedException.class, () -> message.text(Field.T));
        assertThrows(MalformedException.class, () -> message.number(Field.TO));
        assertThrows(MalformedException.class, () -> message.number(Field.FROM));
    }

    private void read(String text) throws MalformedException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        message.readAll(bytes, 0, bytes.length, each -> {});
    }
}
