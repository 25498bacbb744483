package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.Closings.closeCleanly;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.close;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.act;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.send;
import static dev.parley.conformance.script.Steps.stillOpen;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Answer;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Event;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Judgement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One misbehaving connection must not be felt on another (10.4): beside it, behind it, and among a thousand. */
final class NeighbourCases {
    private static final int CROWD = 1000;
    private static final int TOGETHER = 100;
    private static final int LATER = 503;
    private static final int TOO_MANY = 429;
    private static final long QUIET_MILLIS = 50;

    private NeighbourCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(beside(), behind(), crowd()).flatMap(cases -> cases);
    }

    /** While the neighbour misbehaves, this connection, open before, still answers. */
    private static Stream<ConformanceCase> beside() {
        return Stream.of(
                beside("reset", "ends by RST within a message", open(other -> {
                    other.send(Output.of(text("never finished").notFinal()));
                    other.reset();
                })),
                beside("bad-frame", "sends a bad frame", open(other -> {
                    other.send(Output.of(text("x").rsv(7)));
                    other.next(); // whatever it is: only then has the server had the chance to stumble
                })),
                beside("bad-text", "sends text that is not UTF-8", open(other -> {
                    other.send(Output.of(text(Payload.hex("ff"))));
                    other.next();
                })),
                beside("huge-length", "declares a frame of 2^62 bytes", open(other -> {
                    other.send(Output.of(binary(Payload.of("x")).declaring(1L << 62)));
                    other.next();
                })),
                beside("closed", "closes", open(other -> {
                    other.send(Output.of(close(1000)));
                    other.next();
                })),
                beside("half-frame", "stops within a frame", open(other -> other.send(half(text("never finished"))))),
                beside(
                        "half-message",
                        "stops within a message",
                        open(other ->
                                other.send(Output.of(text("never finished").notFinal())))),
                beside(
                        "half-header",
                        "stops within a header",
                        open(other -> other.send(Output.bytes("one byte of a header", new byte[] {(byte) 0x81})))),
                beside("silent", "connects and says nothing", Conversation::connect),
                beside("half-request", "stops within its request", other -> {
                    other.connect();
                    other.send(Output.bytes("half a request", "GET /".getBytes(StandardCharsets.US_ASCII)));
                }),
                beside("bad-request", "sends a request that is none", other -> {
                    other.connect();
                    other.send(Output.bytes(
                            "bytes that are no HTTP", Payload.bytes(500).toBytes()));
                }),
                beside("half-closed", "ends its direction", open(other -> {
                    other.halfClose();
                    other.next();
                })),
                beside("never-reads", "sends and never reads", open(other -> {
                    other.pause();
                    for (int i = 0; i < 100; i++) {
                        other.post(Output.of(binary(Payload.bytes(60_000))));
                    }
                    other.settle(QUIET_MILLIS);
                })),
                beside("floods", "floods with pings", open(other -> {
                    byte[] one = new byte[(int) ping("flood").onWire().length()];
                    ping("flood").onWire().copy(0, one, 0, one.length);
                    other.post(new Output(List.of(new Output.Part("2000 pings", Payload.cycle(one, 2000))), 0));
                })));
    }

    private static ConformanceCase beside(String name, String what, Step.Action misbehave) {
        return quality("robustness.neighbour." + name, "10.4", "A connection that " + what + " disturbs no other")
                .why("Connections have nothing in common but the server.")
                .connected(
                        act(
                                "on a second connection: one that " + what,
                                conversation -> misbehave.run(conversation.another())),
                        stillOpen(),
                        send(text("still here")),
                        expect(echo("still here")));
    }

    /** What the one before did is forgotten: the next connection begins afresh. */
    private static Stream<ConformanceCase> behind() {
        return Stream.of(
                behind("reset-at-once", "was reset right after TCP connected", other -> {
                    other.connect();
                    other.reset();
                }),
                behind("reset-in-request", "was reset within its request", other -> {
                    other.connect();
                    other.send(Output.bytes(
                            "half a request", "GET / HTTP/1.1\r\nHost".getBytes(StandardCharsets.US_ASCII)));
                    other.reset();
                }),
                behind("reset-after-request", "was reset behind its request", other -> {
                    other.connect();
                    other.send(upgrade().toOutput(other.target()));
                    other.reset();
                }),
                behind("reset-open", "was reset while idle", open(Conversation::reset)),
                behind("reset-in-frame", "was reset within a frame", open(other -> {
                    other.send(half(text("never finished")));
                    other.reset();
                })),
                behind("reset-echo", "was reset while its echo was on the way", open(other -> {
                    other.send(Output.of(binary(Payload.bytes(500_000))));
                    other.reset();
                })),
                behind("reset-after-close", "was reset behind its close frame", open(other -> {
                    other.send(Output.of(close(1000)));
                    other.reset();
                })),
                behind("end-before-request", "ended before its request", other -> {
                    other.connect();
                    other.halfClose();
                }),
                behind("silent", "has connected and said nothing yet", Conversation::connect),
                behind("half-request", "has sent half of its request and waits", other -> {
                    other.connect();
                    other.send(Output.bytes("half a request", "GET /".getBytes(StandardCharsets.US_ASCII)));
                }),
                behind("garbage", "sent garbage for a request", other -> {
                    other.connect();
                    byte[] end = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
                    other.send(Output.bytes("garbage", join(Payload.bytes(5000).toBytes(), end)));
                    refusedOrEnded(other);
                }),
                behind("tls-hello", "spoke TLS to a server that does not, or the other way round", other -> {
                    other.connect();
                    byte[] hello = Payload.hex("16030100050100000100").toBytes();
                    other.send(Output.bytes(
                            "the beginning of a TLS handshake, and an end of head",
                            join(hello, "\r\n\r\n".getBytes(StandardCharsets.US_ASCII))));
                    refusedOrEnded(other);
                }),
                behind("http2", "began HTTP/2 with prior knowledge", other -> {
                    other.connect();
                    other.send(Output.bytes(
                            "preface of HTTP/2",
                            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
                    refusedOrEnded(other);
                }),
                behind("zeros", "sent zeros for frames", open(other -> {
                    other.send(Output.bytes("64 zeros", new byte[64]));
                    Event event = other.next();
                    if (!(event instanceof Event.Close) && !(event instanceof Event.Ended)) {
                        throw Judgement.fail(
                                "failure of the connection: zeros are unmasked continuations", event.describe());
                    }
                })));
    }

    private static ConformanceCase behind(String name, String what, Step.Action before) {
        return quality("robustness.behind." + name, "10.4", "A connection is good behind one that " + what)
                .why("Each connection stands alone, and the server survives what strangers do.")
                .raw(
                        act("a connection that " + what, conversation -> before.run(conversation.another())),
                        Handshakes.open(upgrade()),
                        send(text("as if nothing had been")),
                        expect(echo("as if nothing had been")),
                        closeCleanly());
    }

    /** Whatever it says, it is not 101. FIN tells a server that waits for more that there is none. */
    private static void refusedOrEnded(Conversation other) throws Judgement {
        other.halfClose();
        Answer answer = other.readAnswer();
        if (answer.isSwitching()) {
            throw Judgement.fail("no 101 to what is no opening handshake", answer.describe());
        }
    }

    private static Stream<ConformanceCase> crowd() {
        return Stream.of(quality(
                        "robustness.crowd.one-misbehaves",
                        "10.4",
                        "Of 1000 connections one misbehaves, and 999 do not notice")
                .why("A server that takes fewer may refuse the rest with 503 or 429; those that it took, it serves.")
                .alone()
                .tags("performance")
                .connected(act("1000 connections, of which one sends a bad frame", NeighbourCases::crowd)));
    }

    private static void crowd(Conversation conversation) throws Judgement {
        List<Conversation> crowd = new ArrayList<>();
        for (int i = 0; i < CROWD; i += TOGETHER) {
            crowd.addAll(openTogether(conversation, i));
        }
        Conversation bad = crowd.remove(CROWD / 2);
        bad.send(Output.of(text("x").rsv(7)));
        for (int i = 0; i < crowd.size(); i++) {
            crowd.get(i).send(Output.of(text("one of many " + i)));
        }
        for (int i = 0; i < crowd.size(); i++) {
            expect(echo("one of many " + i)).run(crowd.get(i));
        }
        Event event = bad.next();
        if (!(event instanceof Event.Close) && !(event instanceof Event.Ended)) {
            throw Judgement.fail("failure of the one that misbehaves", event.describe());
        }
    }

    /** Asks on all of them before it looks at the first answer: a thousand round trips one by one take long. */
    private static List<Conversation> openTogether(Conversation conversation, int before) throws Judgement {
        List<Conversation> some = new ArrayList<>();
        for (int i = 0; i < TOGETHER; i++) {
            Conversation one = conversation.another();
            one.connect();
            some.add(one);
        }
        if (before == 0) { // as many that say nothing yet keep no other waiting
            some.add(conversation.another());
            some.get(TOGETHER).open(upgrade());
        }
        for (Conversation one : some.subList(0, TOGETHER)) {
            one.post(upgrade().toOutput(one.target()));
        }
        for (Conversation one : some) {
            int status = (one.answer().status() > 0 ? one.answer() : one.readAnswer()).status();
            if (status == LATER || status == TOO_MANY) {
                throw Judgement.limited("refuses connections with " + status + " beyond " + before);
            }
            Handshakes.accepted(upgrade()).run(one);
        }
        return some;
    }

    /** Opens a connection, and does this with it. */
    private static Step.Action open(Step.Action action) {
        return other -> {
            Handshakes.open(upgrade()).run(other);
            action.run(other);
        };
    }

    private static Output half(RawFrame frame) {
        byte[] bytes = new byte[(int) frame.onWire().length() / 2];
        frame.onWire().copy(0, bytes, 0, bytes.length);
        return Output.bytes("half of " + frame.describe(), bytes);
    }

    private static byte[] join(byte[] one, byte[] two) {
        byte[] all = new byte[one.length + two.length];
        System.arraycopy(one, 0, all, 0, one.length);
        System.arraycopy(two, 0, all, one.length, two.length);
        return all;
    }
}
