package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.model.CaseBuilder.should;
import static dev.parley.conformance.script.Closings.closedAfterPerhaps;
import static dev.parley.conformance.script.Closings.ended;
import static dev.parley.conformance.script.Handshakes.open;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.close;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.halfClose;
import static dev.parley.conformance.script.Steps.send;
import static dev.parley.conformance.script.Steps.sendBytes;

import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Event;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Judgement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** How TCP ends after conversations of every kind, and what FIN means at every place. */
final class ClosingFormCases {
    private static final String DEFLATE = "permessage-deflate";

    private ClosingFormCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                should("closing.every.clean", "7.1.1", "TCP ends with FIN after conversations of every kind")
                        .why("Everything has been read, so that nothing could excuse a reset.")
                        .raw(Sweep.of("conversations closed by us", ClosingFormCases::clean)),
                quality("closing.half.every-cut", "7.1.5", "FIN within a frame, at every byte, ends the connection")
                        .why("The rest of the frame can not come any more, and nothing of it comes back.")
                        .raw(Sweep.of("frames cut by FIN", ClosingFormCases::cuts)),
                quality("closing.half.in-request", "7.1.5", "FIN within the request ends the connection")
                        .why("The rest of the request can not come any more; the server may say so with 400 or 408.")
                        .raw(Sweep.of("requests cut by FIN", ClosingFormCases::requests)),
                must("closing.before.large", "5.5.1", "A message of a mebibyte before a close frame: its echo, or none")
                        .why("A server may give up what it has not sent yet, but not in the midst of a frame.")
                        .raw(Sweep.of("large messages before a close frame", ClosingFormCases::large)));
    }

    private static List<Row> clean() {
        List<Row> rows = new ArrayList<>();
        RawFrame wide = binary(Payload.bytes(70_000));
        for (RawFrame end : List.of(close(1000), close(), close(4321, "reason"), close(1001, "r".repeat(123)))) {
            String name = end.describe();
            rows.add(clean(name, end));
            rows.add(clean(name + " behind a text", end, send(text("good")), expect(Expected.echo("good"))));
            rows.add(clean(name + " behind a ping", end, send(ping("good")), expect(Expected.pong("good"))));
            rows.add(clean(name + " behind a long message", end, send(wide), expect(Expected.echo(wide))));
            rows.add(clean(
                    name + " within a text", end, send(text(Payload.hex("61c3")).notFinal())));
            rows.add(clean(
                    name + " within a binary message",
                    end,
                    send(binary(Payload.bytes(300)).notFinal(), continuation("").notFinal())));
            rows.add(clean(name + " behind a pong", end, send(RawFrame.pong("unasked"))));
            rows.add(
                    packed(name + " behind a compressed text", end, text("good").compressed(), true));
            rows.add(
                    packed(name + " within a compressed text", end, text("good").compressed(), false));
        }
        return rows;
    }

    private static Row packed(String name, RawFrame end, RawFrame packed, boolean whole) {
        return new Row(name, conversation -> {
            open(upgrade().offering(DEFLATE)).run(conversation);
            if (conversation.deflate().agreed()) {
                conversation.send(Output.of(whole ? packed : packed.notFinal()));
                if (whole) {
                    expect(Expected.echo("good")).run(conversation);
                }
            }
            conversation.send(Output.of(end));
            cleanly().run(conversation);
        });
    }

    private static Row clean(String name, RawFrame end, Step... before) {
        List<Step> steps = new ArrayList<>(List.of(before));
        steps.add(send(end));
        steps.add(cleanly());
        return Sweep.connected(name, steps.toArray(Step[]::new));
    }

    private static Step cleanly() {
        return Step.of(Step.Kind.END, "CLOSE, then the end of TCP with FIN", conversation -> {
            Event event = conversation.next();
            if (!(event instanceof Event.Close)) {
                throw Judgement.fail("CLOSE", event.describe());
            }
            event = conversation.next();
            boolean abrupt = event instanceof Event.Ended end && end.how() == Event.Ended.How.ABRUPTLY;
            if (!(event instanceof Event.Ended)
                    || (abrupt && !conversation.target().isSecure())) {
                throw Judgement.fail(
                        "the end of TCP with FIN", event.describe()); // close_notify is the affair of others
            }
        });
    }

    private static List<Row> cuts() {
        List<Row> rows = new ArrayList<>();
        for (RawFrame frame : List.of(
                text(Payload.ascii(200)),
                binary(Payload.bytes(66_000)),
                ping("cut"),
                close(1000, "cut"),
                text(Payload.ascii(30)).notFinal())) {
            byte[] bytes = bytes(frame);
            boolean wide = frame.opcode() == 1;
            for (int at = 1; at < bytes.length; at += wide && at < 9 ? 1 : 1 + bytes.length / 3) {
                Step part = sendBytes("a part", Arrays.copyOf(bytes, at));
                String name = frame.describe() + " cut at byte " + at;
                rows.add(Sweep.connected(name, part, halfClose(), ended()));
                if (wide && at % 4 == 1) {
                    rows.add(Sweep.connected(
                            name + " behind a text",
                            send(text("good")),
                            expect(Expected.echo("good")),
                            part,
                            halfClose(),
                            ended()));
                    rows.add(Sweep.connected(
                            name + " within a message", send(text("begun").notFinal()), part, halfClose(), ended()));
                }
            }
        }
        return rows;
    }

    private static byte[] bytes(RawFrame frame) {
        byte[] all = new byte[(int) frame.onWire().length()];
        frame.onWire().copy(0, all, 0, all.length);
        return all;
    }

    private static List<Row> requests() {
        return Stream.of(0, 1, 3, 4, 20, 60, 100, 150, -4, -3, -2, -1)
                .map(at -> new Row(at + " bytes of a request", conversation -> {
                    OpeningRequest request = upgrade();
                    Output output = request.toOutput(conversation.target());
                    byte[] all = new byte[(int) output.parts().get(0).bytes().length()];
                    output.parts().get(0).bytes().copy(0, all, 0, all.length);
                    conversation.connect();
                    int length = at < 0 ? all.length + at : at;
                    conversation.send(Output.bytes("part of a request", Arrays.copyOf(all, length)));
                    conversation.halfClose();
                    int status = conversation.readAnswer().status();
                    boolean refused = status == 0 || (status >= 400 && status < 500);
                    Event event = refused ? conversation.next() : new Event.Silence(0);
                    if (!(event instanceof Event.Ended)) {
                        throw Judgement.fail(
                                "the end of TCP, perhaps behind a refusal",
                                conversation.answer().describe() + ", " + event.describe());
                    }
                }))
                .toList();
    }

    private static List<Row> large() {
        List<Row> rows = new ArrayList<>();
        for (int length : new int[] {66_000, 300_000, 1_000_000}) {
            RawFrame frame = binary(Payload.bytes(length));
            rows.add(Sweep.connected(
                    length + " bytes",
                    send(frame, close(1000)),
                    closedAfterPerhaps(List.of(Expected.echo(frame)), 1000, 1009)));
            rows.add(Sweep.connected(
                    length + " bytes and more",
                    send(frame, text("behind"), close(1000)),
                    closedAfterPerhaps(List.of(Expected.echo(frame), Expected.echo("behind")), 1000, 1009)));
        }
        return rows;
    }
}
