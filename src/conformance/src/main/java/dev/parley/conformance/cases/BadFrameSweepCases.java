package dev.parley.conformance.cases;

import static dev.parley.conformance.cases.Covering.aspect;
import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;

import dev.parley.conformance.cases.Covering.Aspect;
import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.verdict.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Bad frames, every one of a class, at every place of a conversation: each fails the connection. */
final class BadFrameSweepCases {
    private static final Payload FIVE = Payload.of("Hello");
    private static final int[] OPCODES = {0, 1, 2, 8, 9, 10};
    private static final String WHY = "What stands before a bad frame makes it no better.";

    private BadFrameSweepCases() {}

    /** Where a frame stands: behind what, and what that is answered with. */
    @SuppressWarnings("ImmutableEnumChecker") // frames are immutable, and so is the list
    private enum Place {
        FIRST(false),
        BEHIND_TEXT(false, text("good")),
        BEHIND_PING(false, ping("good")),
        BEHIND_FRAGMENTS(false, binary(FIVE).notFinal(), continuation("")),
        WITHIN_TEXT(true, text("begun").notFinal()),
        WITHIN_BINARY(true, binary(FIVE).notFinal(), continuation("more").notFinal()),
        WITHIN_EMPTY(true, text("").notFinal()),
        WITHIN_BEHIND_PING(true, text("begun").notFinal(), ping("good"));

        private final boolean within;
        private final List<RawFrame> before;

        Place(boolean within, RawFrame... before) {
            this.within = within;
            this.before = List.of(before);
        }

        private Expected[] answers() {
            List<Expected> all = new ArrayList<>();
            for (RawFrame frame : before) {
                if (frame.opcode() == 9) {
                    all.add(Expected.pong(frame.payload()));
                } else if (!within && frame.opcode() != 0) {
                    all.add(Expected.echo(frame));
                }
            }
            return all.toArray(Expected[]::new);
        }
    }

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                must("opcodes.every.reserved", "5.2", "Frames with a reserved opcode, at every place")
                        .why(WHY)
                        .raw(Sweep.of("frames with a reserved opcode", () -> reservedOpcodes(""))),
                must(
                                "opcodes.every.reserved-beside-deflate",
                                "5.2",
                                "Frames with a reserved opcode, beside compression")
                        .why(WHY)
                        .raw(Sweep.of("frames with a reserved opcode", () -> reservedOpcodes("permessage-deflate"))),
                must("reserved.every.plain", "5.2", "Frames with reserved bits, at every place")
                        .why(WHY)
                        .raw(Sweep.of("frames with reserved bits", () -> reservedBits(""))),
                must("reserved.every.deflate", "5.2", "Frames with reserved bits, beside compression")
                        .why(WHY + " RSV1 is free on the first frame of a message only (RFC 7692 6).")
                        .raw(Sweep.of("frames with reserved bits", () -> reservedBits("permessage-deflate"))),
                must("masking.every.unmasked", "5.1", "Frames that are not masked, at every place")
                        .why(WHY)
                        .raw(Sweep.of("frames that are not masked", BadFrameSweepCases::unmasked)),
                must("fragmentation.every.control", "5.5", "Control frames without FIN, at every place")
                        .why(WHY)
                        .raw(Sweep.of("control frames without FIN", BadFrameSweepCases::notFinal)),
                must("fragmentation.every.stray", "5.4", "Continuations of nothing, at every place")
                        .why(WHY)
                        .raw(Sweep.of("continuations of nothing", BadFrameSweepCases::stray)),
                must("fragmentation.every.within", "5.4", "New messages within another, at every place")
                        .why(WHY)
                        .raw(Sweep.of("new messages within another", BadFrameSweepCases::within)));
    }

    private static Row row(Place place, RawFrame bad, String offer) {
        String name =
                bad.describe() + " " + place.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return new Row(name, conversation -> play(conversation, place, bad, offer));
    }

    private static void play(Conversation conversation, Place place, RawFrame bad, String offer) throws Judgement {
        Handshakes.open(offer.isEmpty() ? upgrade() : upgrade().offering(offer)).run(conversation);
        if (!offer.isEmpty() && !conversation.deflate().agreed()) {
            throw Judgement.unsupported("the server did not take permessage-deflate");
        }
        List<RawFrame> frames = new ArrayList<>(place.before);
        frames.add(bad);
        conversation.send(Output.of(frames.toArray(RawFrame[]::new)));
        failed(1002).afterPerhaps(place.answers()).run(conversation);
    }

    private static List<Row> reservedOpcodes(String offer) {
        Covering<Row> rows = new Covering<>();
        for (Place place : Place.values()) {
            for (int opcode = 3; opcode < 16; opcode++) {
                if (opcode < 8 || opcode > 10) {
                    RawFrame frame = RawFrame.opcode(opcode, FIVE);
                    RawFrame[] forms = {
                        frame,
                        frame.notFinal().payload(Payload.EMPTY),
                        frame.payload(Payload.bytes(opcode < 8 ? 300 : 125))
                    };
                    for (int form = 0; form < forms.length; form++) {
                        rows.add(row(place, forms[form], offer), pairs(place, opcode, form));
                    }
                }
            }
        }
        return rows.members();
    }

    /** That each two of them meet. */
    private static Aspect[] pairs(Place place, int opcode, int form) {
        return new Aspect[] {
            aspect("place and opcode", place, opcode),
            aspect("place and form", place, form),
            aspect("opcode and form", opcode, form)
        };
    }

    private static List<Row> reservedBits(String offer) {
        Covering<Row> rows = new Covering<>();
        for (Place place : Place.values()) {
            for (int opcode : OPCODES) {
                for (int bits = 1; bits < 8; bits++) {
                    boolean data = opcode == 1 || opcode == 2;
                    boolean placed = data != place.within || opcode > 2;
                    boolean free = !offer.isEmpty() && data && bits == 4;
                    if (placed && (opcode != 0 || place.within) && !free) {
                        RawFrame frame = RawFrame.opcode(opcode, opcode == 8 ? Payload.hex("03e8") : FIVE);
                        RawFrame[] forms = {frame, frame.payload(Payload.EMPTY), frame.notFinal()};
                        for (int form = 0; form < (opcode < 3 ? 3 : 2); form++) {
                            rows.add(
                                    row(place, forms[form].rsv(bits), offer),
                                    aspect("bits of an opcode", bits, opcode, place.within),
                                    aspect("bits and place", bits, place),
                                    aspect("bits and form", bits, form, opcode > 7),
                                    aspect("opcode and form", opcode, form),
                                    aspect("opcode and place", opcode, place));
                        }
                    }
                }
            }
        }
        return rows.members();
    }

    private static List<Row> unmasked() {
        Covering<Row> rows = new Covering<>();
        for (Place place : Place.values()) {
            for (int opcode : OPCODES) {
                RawFrame frame = RawFrame.opcode(opcode, opcode == 8 ? Payload.hex("03e8") : FIVE);
                RawFrame[] forms = {
                    frame, frame.payload(Payload.EMPTY), frame.notFinal(), frame.payload(Payload.ascii(126))
                };
                for (int form = 0; form < (opcode < 3 ? 4 : 2); form++) {
                    rows.add(row(place, forms[form].unmasked(), ""), pairs(place, opcode, form));
                }
            }
        }
        return rows.members();
    }

    private static List<Row> notFinal() {
        List<Row> rows = new ArrayList<>();
        for (Place place : Place.values()) {
            for (int opcode = 8; opcode < 11; opcode++) {
                RawFrame frame = RawFrame.opcode(opcode, opcode == 8 ? Payload.hex("03e8") : FIVE);
                rows.add(row(place, frame.notFinal(), ""));
                rows.add(row(place, frame.payload(Payload.EMPTY).notFinal(), ""));
                if (opcode > 8) {
                    rows.add(row(place, frame.payload(Payload.bytes(125)).notFinal(), ""));
                }
            }
        }
        return rows;
    }

    private static List<Row> stray() {
        List<Row> rows = new ArrayList<>();
        for (Place place : Place.values()) {
            for (Payload payload : List.of(Payload.EMPTY, FIVE, Payload.ascii(300))) {
                if (!place.within) {
                    rows.add(row(place, continuation(payload), ""));
                    rows.add(row(place, continuation(payload).notFinal(), ""));
                }
            }
        }
        return rows;
    }

    private static List<Row> within() {
        List<Row> rows = new ArrayList<>();
        for (Place place : Place.values()) {
            for (Payload payload : List.of(Payload.EMPTY, FIVE, Payload.ascii(300))) {
                if (place.within) {
                    rows.add(row(place, text(payload), ""));
                    rows.add(row(place, text(payload).notFinal(), ""));
                    rows.add(row(place, binary(payload), ""));
                    rows.add(row(place, binary(payload).notFinal(), ""));
                }
            }
        }
        return rows;
    }
}
