package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.Expected.pong;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.Steps.chopped;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Autobahn's category 2: pings and pongs (5.5.2, 5.5.3). */
final class PingCases {
    private static final int FLOOD = 10;

    private PingCases() {}

    static Stream<ConformanceCase> cases() {
        Payload binary = Payload.hex("00 ff fe fd fc fb 00 ff");
        Payload largest = Payload.repeat(0xfe, 125);
        return Stream.of(
                must("2.1", "5.5.2", "An empty ping is answered by an empty pong")
                        .why("A pong carries the payload of its ping, which is none here.")
                        .connected(send(ping("")), expect(pong(""))),
                must("2.2", "5.5.3", "A ping with text is answered with the same text")
                        .why("A pong carries the payload of its ping.")
                        .connected(send(ping("Hello, world!")), expect(pong("Hello, world!"))),
                must("2.3", "5.5.3", "The payload of a ping need not be UTF-8")
                        .why("Only text messages and close reasons are UTF-8; a pong carries the bytes of its ping.")
                        .connected(send(ping(binary)), expect(pong(binary))),
                must("2.4", "5.5", "A ping with 125 bytes, the most that it can have, is answered")
                        .why("A control frame carries 125 bytes or fewer.")
                        .connected(send(ping(largest)), expect(pong(largest))),
                must("2.5", "5.5", "A ping with 126 bytes fails the connection")
                        .why("No control frame carries more than 125 bytes.")
                        .connected(send(ping(Payload.repeat(0xfe, 126))), failed(1002)),
                must("2.6", "5.5.3", "A ping that comes byte by byte is answered as any other")
                        .why("How TCP cuts a frame means nothing.")
                        .connected(chopped(1, ping(largest)), expect(pong(largest))),
                must("2.7", "5.5.3", "An empty pong that nobody asked for gets no answer")
                        .why("An unasked pong is a one-way sign of life.")
                        .connected(send(RawFrame.pong(""))),
                must("2.8", "5.5.3", "A pong with a payload that nobody asked for gets no answer")
                        .why("An unasked pong is a one-way sign of life.")
                        .connected(send(RawFrame.pong("unsolicited pong payload"))),
                must("2.9", "5.5.3", "After an unasked pong only the ping is answered")
                        .why("An unasked pong changes nothing for the ping behind it.")
                        .connected(
                                send(RawFrame.pong("unsolicited pong payload"), ping("ping payload")),
                                expect(pong("ping payload"))),
                flood("2.10", 0),
                flood("2.11", 1));
    }

    /** 5.5.3 lets a server answer only the last of several pings, so that all ten pongs are quality. */
    private static ConformanceCase flood(String id, int chop) {
        RawFrame[] pings =
                IntStream.range(0, FLOOD).mapToObj(i -> ping("payload-" + i)).toArray(RawFrame[]::new);
        Expected[] pongs =
                IntStream.range(0, FLOOD).mapToObj(i -> pong("payload-" + i)).toArray(Expected[]::new);
        String how = chop == 0 ? "in one write" : "byte by byte";
        return quality(id, "5.5.3", "Ten pings " + how + " are answered in order")
                .why("A server may answer only the last of several pings, but a good one answers all of them.")
                .connected(chop == 0 ? send(pings) : chopped(chop, pings), expect(pongs));
    }
}
