package dev.parley.conformance.script;

import dev.parley.conformance.script.Step.Kind;
import dev.parley.conformance.verdict.Judgement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Steps that send, and steps that expect answers on an open connection. Stateless. */
public final class Steps {
    private static final long STALL_MILLIS = 5_000;
    /** A server may work on a message for as long as this pace takes before the first byte of the echo. */
    private static final long BYTES_PER_MILLI = 200;

    private static final String PROBE = "parley: still there?";

    private Steps() {}

    /** Sends frames in one write. */
    public static Step send(RawFrame... frames) {
        RawFrame[] all = frames.clone();
        return Step.of(Kind.SEND, describe(all), conversation -> conversation.send(Output.of(all)));
    }

    /** Sends frames in a write each. */
    public static Step sendEach(RawFrame... frames) {
        RawFrame[] all = frames.clone();
        return Step.of(Kind.SEND, describe(all) + " (a write each)", conversation -> {
            for (RawFrame frame : all) {
                conversation.send(Output.of(frame));
            }
        });
    }

    /** Sends frames in writes of {@code bytes} bytes. */
    public static Step chopped(int bytes, RawFrame... frames) {
        RawFrame[] all = frames.clone();
        return Step.of(
                Kind.SEND,
                describe(all) + " (in writes of " + bytes + (bytes == 1 ? " byte)" : " bytes)"),
                conversation -> conversation.send(Output.chopped(bytes, all)));
    }

    /** Sends bytes that are no frame. */
    public static Step sendBytes(String description, byte[] bytes) {
        return Step.of(Kind.SEND, description, conversation -> conversation.send(Output.bytes(description, bytes)));
    }

    /** Sends FIN and goes on reading. */
    public static Step halfClose() {
        return Step.of(Kind.SEND, "the end of the TCP connection in our direction", Conversation::halfClose);
    }

    /** Something of one's own to do. */
    public static Step act(String description, Step.Action action) {
        return Step.of(Kind.SEND, description, action);
    }

    /** Something of one's own to expect. */
    public static Step check(String description, Step.Action action) {
        return Step.of(Kind.EXPECT, description, action);
    }

    /** These events, in this order and no other message between. */
    public static Step expect(Expected... events) {
        List<Expected> all = List.of(events);
        return Step.of(
                Kind.EXPECT,
                all.stream().map(Expected::description).collect(Collectors.joining(", ")),
                conversation -> {
                    for (Expected expected : all) {
                        await(conversation, new ArrayList<>(List.of(expected)));
                    }
                });
    }

    /** These events, in any order and no other message between. */
    public static Step expectAnyOrder(Expected... events) {
        List<Expected> all = List.of(events);
        return Step.of(
                Kind.EXPECT,
                all.stream().map(Expected::description).collect(Collectors.joining(" and ")) + " in any order",
                conversation -> await(conversation, new ArrayList<>(all)));
    }

    /** Proves that the connection is open and nothing unexpected has been said: a ping is answered, and nothing else. */
    public static Step stillOpen() {
        return Step.of(Kind.EXPECT, "an open connection, proven by a ping", Steps::proveOpen);
    }

    static void proveOpen(Conversation conversation) throws Judgement {
        conversation.send(Output.of(RawFrame.ping(PROBE)));
        await(conversation, new ArrayList<>(List.of(Expected.pong(PROBE))));
    }

    /** A short text, a message in fragments with a ping between, and a compressed one if that was agreed. */
    static void proveEchoes(Conversation conversation) throws Judgement {
        Payload binary = Payload.bytes(130);
        conversation.send(Output.of(
                RawFrame.text("=").key(0x8180_7f01),
                RawFrame.binary(binary.slice(0, 126)).notFinal(),
                RawFrame.ping(PROBE).key(0x00ff_0000),
                RawFrame.continuation(binary.slice(126, 130)).key(0x0102_0304)));
        List<Expected> answers = List.of(Expected.echo("="), Expected.pong(PROBE), Expected.echo(false, binary));
        await(conversation, new ArrayList<>(answers)); // a pong may overtake an echo
        if (conversation.deflate().agreed()) {
            String text = "parley parley parley parley";
            conversation.send(Output.of(RawFrame.text(text).compressed()));
            await(conversation, new ArrayList<>(List.of(Expected.echo(text))));
        }
    }

    /** Takes events until every one of {@code missing} has come. Pongs that nobody waits for do not count (5.5.3). */
    private static void await(Conversation conversation, List<Expected> missing) throws Judgement {
        while (!missing.isEmpty()) {
            Event event = conversation.next(STALL_MILLIS + missing.get(0).size() / BYTES_PER_MILLI);
            Expected match = missing.stream()
                    .filter(expected -> expected.matches().test(event))
                    .findFirst()
                    .orElse(null);
            if (match != null) {
                missing.remove(match);
            } else if (!(event instanceof Event.Pong)) {
                throw mismatch(conversation, missing, event);
            }
        }
    }

    private static Judgement mismatch(Conversation conversation, List<Expected> missing, Event event) {
        if (event instanceof Event.Close close && missing.get(0).excuses(close.code(), conversation.target())) {
            return Judgement.limited("refused with " + close.describe() + " instead of "
                    + missing.get(0).description());
        }
        String wanted = missing.stream().map(Expected::description).collect(Collectors.joining(" and "));
        return Judgement.fail(wanted, event.describe());
    }

    private static String describe(RawFrame... frames) {
        String first = Arrays.stream(frames).limit(6).map(RawFrame::describe).collect(Collectors.joining(" | "));
        return frames.length > 6 ? first + " | ... (" + frames.length + " frames)" : first;
    }
}
