package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.act;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawDeflate;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.verdict.Judgement;
import java.util.stream.Stream;

/** Messages under permessage-deflate (RFC 7692 6, 7.2). */
final class DeflateMessageCases {
    private static final String OFFER = "permessage-deflate; client_max_window_bits";

    private DeflateMessageCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                must("deflate.message.single", "RFC 7692 6.2", "A compressed text is understood")
                        .why("RSV1 on the first frame says that the message is compressed.")
                        .deflated(OFFER, send(text("Hello").compressed()), expect(echo("Hello"))),
                must("deflate.message.rsv1-continuation", "RFC 7692 6", "RSV1 on a continuation fails the connection")
                        .why("RSV1 stands on the first frame of a message and nowhere else.")
                        .deflated(
                                OFFER,
                                send(
                                        text(Payload.hex("f248cd")).rsv(4).notFinal(),
                                        continuation(Payload.hex("c9c90700")).rsv(4)),
                                failed(1002)),
                must("deflate.context.client", "RFC 7692 7.1.1.2", "A message may refer to the one before")
                        .why("Unless client_no_context_takeover was agreed, the server keeps the client's window.")
                        .deflated(
                                OFFER,
                                act("the same text twice, compressed with one window", DeflateMessageCases::twice),
                                expect(echo("Hello"), echo("Hello"))));
    }

    private static void twice(Conversation conversation) throws Judgement {
        try (RawDeflate deflate = new RawDeflate()) {
            for (int i = 0; i < 2; i++) {
                if (conversation.deflate().clientForgets()) {
                    deflate.reset();
                }
                Payload compressed = deflate.next(Payload.of("Hello"));
                conversation.send(Output.of(RawFrame.text(compressed).rsv(4)));
            }
        }
    }
}
