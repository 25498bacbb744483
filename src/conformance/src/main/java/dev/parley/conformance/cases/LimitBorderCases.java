package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Event;
import dev.parley.conformance.script.Fragments;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Judgement;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.stream.Stream;

/** A server's own limit, found by what it refuses: for each message anew, and never a cut. */
final class LimitBorderCases {
    private static final String OFFER = "permessage-deflate";
    private static final int TOO_BIG = 1009;
    private static final int MESSAGES = 6;
    private static final long STALL_MILLIS = 5_000;
    private static final long BYTES_PER_MILLI = 200;

    private static final int PARTS = 8;
    private static final int LONGEST_PING = 125;
    private static final int BATCH = 60;
    private static final RawFrame PING = ping(Payload.ascii(LONGEST_PING));

    private LimitBorderCases() {}

    private interface Form {
        Output of(boolean isText, Payload payload);
    }

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                must("limits.every.above", "6.2", "What is just above a server's limit comes back whole, or not at all")
                        .why("A server refuses what is too much for it; what it delivers is what was sent.")
                        .tags("performance")
                        .raw(Step.of(
                                Step.Kind.END,
                                "messages one byte longer than the longest frame that is not refused by its"
                                        + " header: compressed, and in fragments",
                                LimitBorderCases::above)),
                must("limits.every.sum", "5.4", "Messages within a server's limit, more of them than fit it together")
                        .why("Each message stands alone: what came before it is delivered, and counts no more.")
                        .tags("performance")
                        .raw(Step.of(
                                Step.Kind.END,
                                MESSAGES + " messages of an eighth of what is refused, in fragments, and compressed",
                                conversation -> {
                                    long limit = SameLimitCases.limit(conversation);
                                    sum(conversation, limit / 8, "", LimitBorderCases::inFragments);
                                    sum(conversation, limit / 8, OFFER, LimitBorderCases::compressed);
                                })),
                must("limits.every.between", "5.5", "What stands between fragments is no part of the message")
                        .why("A limit on messages counts what they carry; a ping carries something else.")
                        .tags("performance")
                        .raw(Step.of(
                                Step.Kind.END,
                                "the echo of a message of half of what is refused, or more, in fragments, with pings between"
                                        + " them as without",
                                LimitBorderCases::between)));
    }

    private static Output inFragments(boolean isText, Payload payload) {
        return Fragments.of(isText ? text(payload) : binary(payload), (int) (payload.length() / 3 + 1));
    }

    private static Output compressed(boolean isText, Payload payload) {
        return Output.of((isText ? text(payload) : binary(payload)).compressed());
    }

    private static void above(Conversation conversation) throws Judgement {
        long refused = SameLimitCases.limit(conversation);
        long taken = refused / 2; // or not even that, where the smallest that is asked for was refused
        while (refused - taken > 1) {
            long middle = (refused + taken) / 2;
            if (SameLimitCases.refuses(conversation, middle)) {
                refused = middle;
            } else {
                taken = middle;
            }
        }
        above(conversation, taken + 1, "", LimitBorderCases::inFragments);
        above(conversation, taken + 1, OFFER, LimitBorderCases::compressed);
    }

    private static void between(Conversation conversation) throws Judgement {
        long eighth = SameLimitCases.limit(conversation) / 8;
        for (long length = 7 * eighth; length >= 4 * eighth; length -= eighth) {
            if (SameLimitCases.refuses(conversation, length)) {
                continue; // a header costs less than a message
            }
            Payload payload = Payload.repeat('b', length);
            if (isEcho(inParts(conversation, payload, 0), payload)) {
                Event event = inParts(conversation, payload, (int) (eighth / LONGEST_PING / PARTS) + 1);
                if (event instanceof Event.Ended || (event instanceof Event.Close close && close.code() != TOO_BIG)) {
                    conversation.allow("ends a connection that sends so many pings");
                } else if (!isEcho(event, payload)) {
                    throw Judgement.fail("the echo of " + length + " bytes, as without pings", event.describe());
                }
                return;
            }
        }
        conversation.allow("takes less than half of the frame that it refuses");
    }

    /** In fragments, with so many pings between each two, a batch at a time; the last of each has to be answered (5.5.3). */
    private static Event inParts(Conversation conversation, Payload payload, int pings) throws Judgement {
        long part = payload.length() / PARTS + 1;
        long patience = STALL_MILLIS + payload.length() / BYTES_PER_MILLI;
        try (Conversation one = open(conversation, "")) {
            for (long at = 0; at < payload.length(); at += part) {
                boolean last = at + part >= payload.length();
                Payload piece = payload.slice(at, last ? payload.length() : at + part);
                RawFrame frame = at == 0 ? binary(piece) : continuation(piece);
                one.post(Output.of(last ? frame : frame.notFinal()));
                for (int sent = 0; sent < pings && !last; sent += BATCH) {
                    one.post(Output.of(Collections.nCopies(BATCH, PING).toArray(RawFrame[]::new)));
                    one.post(Output.of(ping("batch " + sent)));
                    Event event = nextBut(one, patience, "batch " + sent);
                    if (!(event instanceof Event.Pong)) {
                        return event;
                    }
                }
            }
            return nextBut(one, patience, "");
        }
    }

    /** The next event that is no pong, or that is this one. */
    private static Event nextBut(Conversation one, long patience, String awaited) throws Judgement {
        Event event = one.next(patience);
        while (event instanceof Event.Pong pong
                && !new String(pong.payload(), StandardCharsets.US_ASCII).equals(awaited)) {
            event = one.next(patience);
        }
        return event;
    }

    private static boolean isEcho(Event event, Payload payload) {
        return event instanceof Event.Message echo && echo.carries(payload);
    }

    private static void above(Conversation conversation, long length, String offer, Form form) throws Judgement {
        try (Conversation one = open(conversation, offer)) {
            if (!offer.isEmpty() && !one.deflate().agreed()) {
                return; // plain messages have been asked for
            }
            Payload payload = Payload.repeat('a', length);
            boolean isText = length % 2 == 0;
            one.post(form.of(isText, payload));
            Event event = one.next(STALL_MILLIS + length / BYTES_PER_MILLI);
            boolean whole = event instanceof Event.Message echo && echo.text() == isText && echo.carries(payload);
            boolean refused = event instanceof Event.Ended
                    || (event instanceof Event.Close close && close.code() != 1000 && close.code() != 1001);
            if (!whole && !refused) {
                throw Judgement.fail("all of " + length + " bytes, or a failure with 1009", event.describe());
            }
        }
    }

    private static void sum(Conversation conversation, long length, String offer, Form form) throws Judgement {
        try (Conversation one = open(conversation, offer)) {
            if (!offer.isEmpty() && !one.deflate().agreed()) {
                return;
            }
            for (int i = 0; i < MESSAGES; i++) {
                Payload payload = Payload.repeat('a' + i, length);
                one.post(form.of(i % 2 == 0, payload));
                Event event = one.next(STALL_MILLIS + length / BYTES_PER_MILLI);
                if (i == 0 && event instanceof Event.Close close && close.code() == TOO_BIG) {
                    throw Judgement.limited("refused " + length + " bytes with " + close.describe());
                }
                if (!(event instanceof Event.Message echo) || !echo.carries(payload)) {
                    throw Judgement.fail(
                            "the echo of message " + (i + 1) + " of " + length + " bytes", event.describe());
                }
            }
        }
    }

    private static Conversation open(Conversation conversation, String offer) throws Judgement {
        Conversation one = conversation.another();
        Handshakes.open(offer.isEmpty() ? upgrade() : upgrade().offering(offer)).run(one);
        return one;
    }
}
