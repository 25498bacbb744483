package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.Closings.closeCleanly;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.Handshakes.open;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.act;
import static dev.parley.conformance.script.Steps.check;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Judgement;
import java.util.stream.Stream;

/** Offers of permessage-deflate (RFC 7692 5, 7): what is declined without refusing the handshake, what may be taken. */
final class NegotiationCases {
    private static final String D = "permessage-deflate";

    private NegotiationCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(declined(), fallbacks(), taken(), forgotten()).flatMap(cases -> cases);
    }

    private static Stream<ConformanceCase> forgotten() {
        return Stream.of(quality(
                        "negotiation.forgotten", "9.1", "What one connection agreed to is not answered to the next")
                .why("Each handshake stands alone.")
                .raw(
                        act(
                                "an offer of permessage-deflate on another connection",
                                conversation -> open(upgrade().offering(D)).run(conversation.another())),
                        open(upgrade()),
                        check("no extension", conversation -> {
                            if (!conversation
                                    .answer()
                                    .values("Sec-WebSocket-Extensions")
                                    .isEmpty()) {
                                throw Judgement.fail(
                                        "no extension where none was offered",
                                        conversation
                                                .answer()
                                                .values("Sec-WebSocket-Extensions")
                                                .toString());
                            }
                        }),
                        closeCleanly()));
    }

    private static Stream<ConformanceCase> declined() {
        return Stream.of(
                decline(
                        "other-names",
                        "5",
                        "A name that only contains that of the extension",
                        "permessage-deflate-2, permessage-deflate2, x-permessage-deflate, permessage-deflat"),
                decline("unknown-parameter", "7", "An unknown parameter", D + "; no_such_parameter"),
                decline(
                        "server-window-missing",
                        "7.1.2.1",
                        "server_max_window_bits without a value",
                        D + "; server_max_window_bits"),
                decline("server-window-7", "7.1.2.1", "A server window of 7 bits", D + "; server_max_window_bits=7"),
                decline("server-window-16", "7.1.2.1", "A server window of 16 bits", D + "; server_max_window_bits=16"),
                decline(
                        "server-window-zero-padded",
                        "7.1.2.1",
                        "A server window with a leading zero",
                        D + "; server_max_window_bits=010"),
                decline(
                        "server-window-word",
                        "7.1.2.1",
                        "A server window that is no number",
                        D + "; server_max_window_bits=ten"),
                decline(
                        "server-window-negative",
                        "7.1.2.1",
                        "A negative server window",
                        D + "; server_max_window_bits=-9"),
                decline(
                        "server-window-twice",
                        "7",
                        "server_max_window_bits twice",
                        D + "; server_max_window_bits=10; server_max_window_bits=11"),
                decline("client-window-7", "7.1.2.2", "A client window of 7 bits", D + "; client_max_window_bits=7"),
                decline("client-window-16", "7.1.2.2", "A client window of 16 bits", D + "; client_max_window_bits=16"),
                decline(
                        "client-window-zero-padded",
                        "7.1.2.2",
                        "A client window with a leading zero",
                        D + "; client_max_window_bits=09"),
                decline(
                        "client-window-twice",
                        "7",
                        "client_max_window_bits twice",
                        D + "; client_max_window_bits; client_max_window_bits"),
                decline(
                        "server-forgets-value",
                        "7.1.1.1",
                        "server_no_context_takeover with a value",
                        D + "; server_no_context_takeover=1"),
                decline(
                        "client-forgets-value",
                        "7.1.1.2",
                        "client_no_context_takeover with a value",
                        D + "; client_no_context_takeover=true"),
                decline(
                        "server-forgets-twice",
                        "7",
                        "server_no_context_takeover twice",
                        D + "; server_no_context_takeover; server_no_context_takeover"),
                decline(
                        "client-forgets-twice",
                        "7",
                        "client_no_context_takeover twice",
                        D + "; client_no_context_takeover; client_no_context_takeover"),
                decline("other-name", "7", "Another name", "permessage-deflat"),
                decline("webkit", "7", "The draft's compression per frame", "x-webkit-deflate-frame"),
                decline("unknown-value", "7", "An unknown parameter with a value", D + "; level=9"),
                decline(
                        "unknown-behind",
                        "7",
                        "A good parameter and an unknown one",
                        D + "; client_max_window_bits; x"),
                decline("server-window-0", "7.1.2.1", "A server window of 0 bits", D + "; server_max_window_bits=0"),
                decline("server-window-100", "7.1.2.1", "A window of 100 bits", D + "; server_max_window_bits=100"),
                decline(
                        "server-window-decimal",
                        "7.1.2.1",
                        "A window of 10.0 bits",
                        D + "; server_max_window_bits=10.0"),
                decline("server-window-plus", "7.1.2.1", "A window with a sign", D + "; server_max_window_bits=+10"),
                decline("server-window-hex", "7.1.2.1", "A window in hexadecimal", D + "; server_max_window_bits=0xA"),
                decline(
                        "client-window-word",
                        "7.1.2.2",
                        "A client window in words",
                        D + "; client_max_window_bits=ten"),
                decline(
                        "client-window-negative",
                        "7.1.2.2",
                        "A negative client window",
                        D + "; client_max_window_bits=-9"),
                decline(
                        "client-window-plus",
                        "7.1.2.2",
                        "A client window with a sign",
                        D + "; client_max_window_bits=+9"),
                decline(
                        "server-window-twice-same",
                        "7",
                        "server_max_window_bits twice with one value",
                        D + "; server_max_window_bits=10; server_max_window_bits=10"));
    }

    private static Stream<ConformanceCase> fallbacks() {
        return Stream.of(
                fallback("bad-then-good", D + "; no_such_parameter, " + D),
                fallback("bad-window-then-good", D + "; server_max_window_bits=99, " + D),
                fallback("other-then-good", "x-unknown; a=b, " + D),
                fallback("good-then-bad", D + ", " + D + "; no_such_parameter"),
                fallback("many-then-good", (D + "; server_max_window_bits=99, ").repeat(20) + D),
                fallback("all-others-then-good", "permessage-bzip2, x-webkit-deflate-frame, mux; a, " + D),
                fallback("narrow-then-wide", D + "; server_max_window_bits=8, " + D),
                split("first-header", "An offer in the first of two headers is looked at", D, "x-parley; a=1"),
                split("two-headers", "An offer in a second header is looked at", D + "; no_such_parameter", D));
    }

    /** Who takes them in one header takes them in two. */
    private static ConformanceCase split(String name, String title, String first, String second) {
        OpeningRequest one = upgrade().offering(first + ", " + second);
        OpeningRequest two = upgrade().offering(first).offering(second);
        return must("negotiation.fallback." + name, "11.3.2", title)
                .why("Several headers are one list: what is taken from one header is taken from two.")
                .raw(
                        act("the same offers in one header, on another connection", conversation -> {
                            Conversation other = conversation.another();
                            open(one).run(other);
                            requireAgreed(other);
                        }),
                        open(two),
                        check("permessage-deflate in use", conversation -> {
                            if (!conversation.deflate().agreed()) {
                                throw Judgement.fail(
                                        "permessage-deflate, as for the same list in one header",
                                        "an answer without it");
                            }
                        }),
                        send(text("x").compressed()),
                        expect(echo("x")),
                        closeCleanly());
    }

    private static Stream<ConformanceCase> taken() {
        return Stream.of(
                compressed("plain", "7", "An offer without parameters may be taken", D),
                compressed(
                        "client-window",
                        "7.1.2.2",
                        "An offer with client_max_window_bits may be taken",
                        D + "; client_max_window_bits"),
                compressed(
                        "client-window-10",
                        "7.1.2.2",
                        "A client window of 10 bits may be taken",
                        D + "; client_max_window_bits=10"),
                compressed(
                        "client-window-quoted",
                        "9.1",
                        "A value in quotes is the value",
                        D + "; client_max_window_bits=\"12\""),
                compressed(
                        "client-forgets",
                        "7.1.1.2",
                        "An offer with client_no_context_takeover may be taken",
                        D + "; client_no_context_takeover"),
                compressed(
                        "server-window-15",
                        "7.1.2.1",
                        "A server window of 15 bits may be taken",
                        D + "; server_max_window_bits=15"),
                compressed(
                        "all",
                        "7.1",
                        "An offer with all four parameters may be taken",
                        D
                                + "; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=15; client_max_window_bits=15"),
                compressed(
                        "no-spaces",
                        "9.1",
                        "White space around ; and , means nothing",
                        D + ";client_max_window_bits," + D),
                compressed("tabs", "9.1", "Tabs are white space", D + "\t;\tclient_max_window_bits"),
                compressed(
                        "server-window-quoted",
                        "9.1",
                        "A window in quotes is the window",
                        D + "; server_max_window_bits=\"15\""),
                compressed(
                        "quoted-pair",
                        "9.1",
                        "A quoted pair is its character",
                        D + "; client_max_window_bits=\"1\\2\""),
                compressed(
                        "client-window-15",
                        "7.1.2.2",
                        "A client window of 15 bits may be taken",
                        D + "; client_max_window_bits=15"),
                compressed(
                        "client-window-9",
                        "7.1.2.2",
                        "A client window of 9 bits may be taken",
                        D + "; client_max_window_bits=9"),
                compressed(
                        "server-forgets",
                        "7.1.1.1",
                        "An offer with server_no_context_takeover may be taken",
                        D + "; server_no_context_takeover"),
                compressed(
                        "both-forget",
                        "7.1.1",
                        "An offer with both promises to forget may be taken",
                        D + "; client_no_context_takeover; server_no_context_takeover"),
                compressed(
                        "other-order",
                        "7.1",
                        "The order of parameters means nothing",
                        D + "; client_max_window_bits; server_max_window_bits=15; client_no_context_takeover"),
                compressed(
                        "among-others",
                        "5",
                        "An offer among others may be taken",
                        "foo, " + D + "; client_max_window_bits, bar; baz=1"),
                compressed("twice", "5", "Of two good offers one is taken", D + "; client_max_window_bits, " + D));
    }

    private static void requireAgreed(Conversation conversation) throws Judgement {
        if (!conversation.deflate().agreed()) {
            throw Judgement.unsupported("the server did not take permessage-deflate");
        }
    }

    private static Step notAgreed() {
        return check("101 without permessage-deflate", conversation -> {
            if (conversation.deflate().agreed()) {
                throw Judgement.fail(
                        "101 without permessage-deflate",
                        "the answer " + conversation.answer().values("Sec-WebSocket-Extensions"));
            }
        });
    }

    private static ConformanceCase decline(String name, String section, String what, String offer) {
        return must("negotiation.declined." + name, "RFC 7692 " + section, what + " is declined, the handshake is not")
                .why("A server declines an offer that is not valid, and goes on without the extension.")
                .opened(upgrade(), open(upgrade().offering(offer)), notAgreed(), send(text("x")), expect(echo("x")));
    }

    private static ConformanceCase fallback(String name, String offers) {
        return must("negotiation.fallback." + name, "RFC 7692 5", "An offer behind one that is declined is looked at")
                .why("Offers are a list in order of preference; the server takes the first that it can, or none.")
                .deflated(offers, send(text("x").compressed()), expect(echo("x")));
    }

    private static ConformanceCase compressed(String name, String section, String title, String offer) {
        String full = Character.isDigit(section.charAt(0)) && !section.equals("9.1") ? "RFC 7692 " + section : section;
        return must("negotiation.taken." + name, full, title)
                .why(
                        "If the server takes it, its answer is one that the offer allows, and messages flow; else unsupported.")
                .deflated(offer, send(text("negotiated").compressed()), expect(echo("negotiated")));
    }
}
