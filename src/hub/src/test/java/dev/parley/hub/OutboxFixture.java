package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.parley.hub.ScriptedTransport.Step;
import dev.parley.hub.spi.Outbound;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** An outbox under test: what it sends, what its listener hears, and nothing more. */
abstract class OutboxFixture {
    static final int ONE = 1 + Outbound.OVERHEAD; // size of each message of the tests that is one letter
    static final Outbox.Bounds WIDE = new Outbox.Bounds(1_000_000_000, 1_000_000, 0);
    static final Outbound.Close BYE = new Outbound.Close(1000, "bye");

    ScriptedTransport transport = new ScriptedTransport(Step.LATER);
    final List<String> journal = new ArrayList<>();
    Runnable onSent = () -> {};
    Runnable onReady = () -> {};
    long now;

    Outbox outbox(Outbox.Bounds bounds, Step... script) {
        transport = new ScriptedTransport(script);
        return new Outbox(transport, bounds, () -> now, new Outbox.Listener() {
            @Override
            public void sent(Outbound message) {
                journal.add("sent " + name(message));
                onSent.run();
            }

            @Override
            public void ready() {
                journal.add("ready");
                onReady.run();
            }

            @Override
            public void failed(Throwable cause) {
                journal.add("failed " + cause.getMessage());
            }
        });
    }

    static Outbound text(String text) {
        return Outbound.Text.of(text);
    }

    static String name(Outbound message) {
        return message instanceof Outbound.Text text
                ? text.text()
                : message.getClass().getSimpleName();
    }

    void assertSent(String names) {
        assertEquals(
                names,
                String.join(
                        " ",
                        transport.takeSent().stream().map(OutboxFixture::name).toList()));
    }

    void assertJournal(String events) {
        assertEquals(events, String.join(", ", journal));
        journal.clear();
    }

    @AfterEach
    void leavesNothingUnsaid() {
        assertSent("");
        assertJournal("");
        assertFalse(transport.inFlight());
    }
}
