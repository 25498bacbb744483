package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.LengthForm.BITS_16;
import static dev.parley.conformance.script.RawFrame.LengthForm.BITS_64;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.close;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;

import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.verdict.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Bad frames of every kind where compression is agreed: many servers read such connections by other code. */
final class BesideDeflateCases {
    private static final Payload FIVE = Payload.of("Hello");
    private static final String WHY = "Compression changes what RSV1 means on a first frame, and nothing else.";

    private BesideDeflateCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                must("deflate.every.bad-beside", "RFC 7692 6", "Bad frames of every kind beside compressed messages")
                        .why(WHY)
                        .raw(Sweep.of("frames that fail the connection", rows(bad()))),
                quality("deflate.every.longer-form", "5.2", "Lengths in a longer form beside compressed messages")
                        .why(WHY)
                        .raw(Sweep.of("frames with a length in a longer form", rows(longer()))));
    }

    private static List<List<RawFrame>> bad() {
        List<List<RawFrame>> all = new ArrayList<>();
        for (RawFrame frame : List.of(text(FIVE), binary(FIVE), ping(FIVE), RawFrame.pong("Hello"), close(1000))) {
            all.add(List.of(frame.unmasked()));
            all.add(List.of(frame.rsv(1)));
            all.add(List.of(frame.rsv(2)));
            all.add(List.of(frame.payload(Payload.EMPTY).unmasked()));
            if (frame.opcode() >= 8) {
                all.add(List.of(frame.notFinal()));
                all.add(List.of(frame.rsv(4)));
                all.add(List.of(frame.payload(Payload.bytes(126))));
            }
        }
        for (RawFrame frame : List.of(
                continuation(FIVE),
                continuation("").notFinal(),
                continuation(FIVE).rsv(4),
                close(0),
                close(999),
                close(1005),
                close(1006),
                close(1015),
                close(2999),
                close(Payload.hex("03")),
                close(Payload.hex("03e8ff")),
                close(Payload.hex("03e8e282")),
                text(Payload.hex("61ff")),
                text(Payload.hex("61e282")),
                text(Payload.hex("61eda080")))) {
            all.add(List.of(frame));
        }
        for (RawFrame first : List.of(text("begun").notFinal(), binary(FIVE).notFinal(), text("").notFinal())) {
            all.add(List.of(first, text(FIVE)));
            all.add(List.of(first, binary(FIVE).notFinal()));
            all.add(List.of(first, text(FIVE).compressed()));
            all.add(List.of(first, continuation(FIVE).rsv(4)));
            all.add(List.of(first, continuation(FIVE).unmasked()));
            all.add(List.of(first, continuation(""), continuation(FIVE)));
        }
        RawFrame begun = text("compressed and begun").compressed().notFinal();
        all.add(List.of(begun, text(FIVE)));
        all.add(List.of(begun, continuation("").rsv(4)));
        all.add(List.of(begun, ping(FIVE).notFinal()));
        all.add(List.of(text(Payload.hex("61c3")).notFinal(), continuation("a")));
        return all;
    }

    private static List<List<RawFrame>> longer() {
        List<List<RawFrame>> all = new ArrayList<>();
        for (RawFrame.LengthForm form : List.of(BITS_16, BITS_64)) {
            all.add(List.of(text(FIVE).length(form)));
            all.add(List.of(text(FIVE).compressed().length(form)));
            all.add(List.of(binary(Payload.EMPTY).length(form)));
            all.add(List.of(ping(FIVE).length(form)));
            all.add(List.of(close(1000).length(form)));
            all.add(List.of(text("begun").notFinal(), continuation(FIVE).length(form)));
        }
        all.add(List.of(binary(Payload.bytes(300)).length(BITS_64)));
        return all;
    }

    /** One as the first thing, the next behind a compressed text. */
    private static List<Row> rows(List<List<RawFrame>> all) {
        List<Row> rows = new ArrayList<>();
        for (List<RawFrame> frames : all) {
            rows.add(row(frames, rows.size() % 2 == 1));
        }
        return rows;
    }

    private static Row row(List<RawFrame> frames, boolean behind) {
        String name = frames.get(frames.size() - 1).describe() + (behind ? " behind a compressed text" : "");
        return new Row(name, conversation -> {
            Handshakes.open(upgrade().offering("permessage-deflate")).run(conversation);
            if (!conversation.deflate().agreed()) {
                throw Judgement.unsupported("the server did not take permessage-deflate");
            }
            if (behind) {
                conversation.send(Output.of(text("good").compressed()));
                Answers.await(conversation, List.of(Expected.echo("good")));
            }
            conversation.send(Output.of(frames.toArray(RawFrame[]::new)));
            failed(1002, 1007)
                    .tolerating(1009, "it says less well what was wrong")
                    .afterPerhaps(Expected.echo("begun"), Expected.echo(false, FIVE), Expected.echo(""))
                    .run(conversation);
        });
    }
}
