package dev.parley.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.wire.deflate.ContextTakeover;
import dev.parley.wire.deflate.DeflateAnswer;
import dev.parley.wire.deflate.DeflateDirection;
import dev.parley.wire.deflate.DeflateNegotiation;
import dev.parley.wire.deflate.DeflateSettings;
import dev.parley.wire.deflate.Payloads;
import dev.parley.wire.deflate.PermessageDeflate;
import dev.parley.wire.handshake.Extension;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * permessage-deflate of others beside ours: how they answer offers, and what they inflate. What it means is in
 * docs/wire-deflate.md.
 */
class DeflatePeersTest {
    private static final String NAME = DeflateNegotiation.EXTENSION;
    private static final int COMPRESSED = FrameHeader.FIN | FrameHeader.RSV1 | 0x2;
    private static final List<String> OFFERS = List.of(
            "",
            "; server_no_context_takeover",
            "; client_no_context_takeover",
            "; server_max_window_bits=8",
            "; server_max_window_bits=10",
            "; server_max_window_bits=15",
            "; server_max_window_bits=7",
            "; server_max_window_bits=16",
            "; server_max_window_bits=x",
            "; server_max_window_bits",
            "; client_max_window_bits",
            "; client_max_window_bits=10",
            "; client_max_window_bits=010",
            "; client_max_window_bits=\"10\"",
            "; client_max_window_bits=\"1\\2\"",
            "; server_no_context_takeover=1",
            "; client_no_context_takeover; client_no_context_takeover",
            "; foo",
            "; foo, permessage-deflate",
            ";",
            "; a b");

    /** What follows the name in the offer; how ours, Netty, Jetty, Tomcat and Java-WebSocket answer it. */
    private static final String ANSWERS = """
             | agreed | agreed | agreed | agreed | agreed; snct
            ; snct | agreed; snct | declined | agreed; snct | agreed; snct | agreed; snct
            ; cnct | agreed; cnct | agreed | agreed; cnct | agreed; cnct | agreed; snct; cnct
            ; smwb=8 | agreed; smwb=8 | declined | agreed | declined | agreed; snct
            ; smwb=10 | agreed; smwb=10 | declined | agreed | declined | agreed; snct
            ; smwb=15 | agreed; smwb=15 | declined | agreed | agreed; smwb=15 | agreed; snct
            ; smwb=7 | declined | declined | agreed | declined | agreed; snct
            ; smwb=16 | declined | declined | agreed | declined | agreed; snct
            ; smwb=x | declined | declined | agreed | declined | agreed; snct
            ; smwb | declined | declined | agreed | declined | agreed; snct
            ; cmwb | agreed | agreed | agreed | agreed; cmwb=15 | agreed; snct
            ; cmwb=10 | agreed; cmwb=10 | agreed; cmwb=10 | agreed | agreed; cmwb=10 | agreed; snct
            ; cmwb=010 | declined | agreed; cmwb=10 | agreed | agreed; cmwb=10 | agreed; snct
            ; cmwb="10" | agreed; cmwb=10 | agreed; cmwb=10 | agreed | agreed; cmwb=10 | agreed; snct
            ; cmwb="1\\2" | agreed; cmwb=12 | NumberFormatException | agreed | declined | agreed; snct
            ; snct=1 | declined | declined | agreed; snct | agreed; snct | agreed; snct
            ; cnct; cnct | declined | agreed | agreed; cnct | declined | agreed; snct; cnct
            ; foo | declined | declined | RuntimeException | declined | agreed; snct
            ; foo, permessage-deflate | agreed | agreed | RuntimeException | agreed | agreed; snct
            ; | declined | agreed | RuntimeException | agreed | agreed; snct
            ; a b | declined | declined | RuntimeException | declined | agreed; snct
            """;

    @Test
    void answerOffers() throws Exception {
        List<FramePeer> peers =
                List.of(new NettyPeer(""), new JettyPeer(""), new TomcatPeer(""), new JavaWebSocketPeer(""));
        StringBuilder answers = new StringBuilder();
        for (String offer : OFFERS) {
            answers.append(shortened(offer)).append(" | ").append(ours(NAME + offer));
            for (FramePeer peer : peers) {
                answers.append(" | ").append(answer(peer, NAME + offer));
            }
            answers.append('\n');
        }
        assertEquals(ANSWERS, answers.toString());
    }

    @Test
    void netty() throws Exception {
        String differences = """
                block after empty streams: refused with DecoderException
                block of type 3 with BFINAL: refused with DecompressionException
                block of type 3: refused with DecompressionException
                distance before the first byte: refused with DecompressionException
                empty fixed block: refused with DecoderException
                empty stored blocks: refused with DecoderException
                empty streams: refused with DecoderException
                fixed block cut short: inflated to [binary 486568]
                garbage after a stream: inflated to [binary 48656c6c6f]
                half of the octets that should have been cut off: refused with DecompressionException
                header of a stored block alone: refused with DecompressionException
                lengths of a stored block disagree: refused with DecompressionException
                no octet at all: inflated to [binary ]
                not DEFLATE: refused with DecompressionException
                octets that should have been cut off: inflated to [binary 48656c6c6f]
                stored block cut short: refused with DecompressionException
                stored block without the header after it: inflated to [binary 48656c6c6f]
                stream and block: inflated to [binary 48656c6c6f]
                two streams: inflated to [binary 48656c6c6f]
                zlib header: refused with DecompressionException
                """;
        assertEquals(differences, differences(new NettyPeer(NAME)));
    }

    @Test
    void jetty() throws Exception {
        String differences = """
                block after empty streams: inflated to [binary ]
                fixed block cut short: inflated to [binary 68656c]
                garbage after a stream: inflated to [binary 48656c6c6f]
                no octet at all: inflated to [binary ]
                octets that should have been cut off: inflated to [binary 48656c6c6f]
                stored block without the header after it: inflated to [binary 48656c6c6f]
                stream and block: inflated to [binary 48656c6c6f]
                two streams: inflated to [binary 48656c6c6f]
                """;
        assertEquals(differences, differences(new JettyPeer(NAME)));
    }

    @Test
    void tomcat() throws Exception {
        String differences = """
                block after empty streams: inflated to [binary ]
                block of type 3 with BFINAL: refused with IOException
                block of type 3: refused with IOException
                distance before the first byte: refused with IOException
                fixed block cut short: inflated to [binary 486568]
                garbage after a stream: inflated to [binary 48656c6c6f]
                half of the octets that should have been cut off: refused with IOException
                header of a stored block alone: refused with IOException
                lengths of a stored block disagree: refused with IOException
                no octet at all: inflated to [binary ]
                not DEFLATE: refused with IOException
                octets that should have been cut off: inflated to [binary 48656c6c6f]
                stored block cut short: refused with IOException
                stored block without the header after it: inflated to [binary 48656c6c6f]
                stream and block: inflated to [binary 48656c6c6f]
                two streams: inflated to [binary 48656c6c6f]
                zlib header: refused with IOException
                """;
        assertEquals(differences, differences(new TomcatPeer(NAME)));
    }

    @Test
    void javaWebSocket() throws Exception {
        String differences = """
                7.2.3.4 block with BFINAL: inflated to [binary 48656c6c6f48656c6c6f]
                block after empty streams: inflated to [binary ]
                block of type 3 with BFINAL: refused with 1008
                block of type 3: refused with 1008
                distance before the first byte: refused with 1008
                fixed block cut short: inflated to [binary 486568]
                garbage after a stream: inflated to [binary 48656c6c6f48656c6c6f]
                half of the octets that should have been cut off: refused with 1008
                header of a stored block alone: refused with 1008
                lengths of a stored block disagree: refused with 1008
                no octet at all: inflated to [binary ]
                not DEFLATE: refused with 1008
                octets that should have been cut off: inflated to [binary 48656c6c6f]
                stored block cut short: refused with 1008
                stored block with BFINAL: inflated to [binary 48656c6c6f48656c6c6f]
                stored block without the header after it: inflated to [binary 48656c6c6f]
                zlib header: refused with 1008
                """;
        assertEquals(differences, differences(new JavaWebSocketPeer(NAME)));
    }

    @Test
    void understandWhatOursSends() throws Exception {
        List<Function<String, FramePeer>> peers =
                List.of(NettyPeer::new, JettyPeer::new, TomcatPeer::new, JavaWebSocketPeer::new);
        for (Function<String, FramePeer> peer : peers) {
            for (int window : new int[] {8, 11, 15}) {
                for (ContextTakeover takeover : ContextTakeover.values()) {
                    DeflateDirection own = new DeflateDirection(takeover, window);
                    understandsOurs(peer, new DeflateSettings(own, DeflateDirection.UNRESTRICTED, -1));
                }
            }
        }
    }

    private static void understandsOurs(Function<String, FramePeer> maker, DeflateSettings settings) throws Exception {
        Extension offer = DeflateNegotiation.offer(settings);
        FramePeer peer = maker.apply(offer.toString());
        List<Extension> answer =
                Extension.parse(List.of(peer.negotiate(offer.toString()))).orElseThrow();
        DeflateAnswer.Agreed agreed =
                assertInstanceOf(DeflateAnswer.Agreed.class, DeflateNegotiation.judge(List.of(offer), answer));
        ConnectionSide ours = new ConnectionSide(
                Role.CLIENT,
                ConnectionSettings.DEFAULT.withExtension(
                        PermessageDeflate.of(Role.CLIENT, agreed.agreement(), settings, Limits.DEFAULT)));
        List<String> expected = new ArrayList<>();
        for (int size : new int[] {5, 5, 0, 300, 2000, 0, 7000}) {
            byte[] message = Vectors.utf8("Hello, Grüße! ".repeat(500).substring(0, size));
            assertTrue(ours.connection.sendBinary(message, 0, message.length));
            expected.add(Recorder.line("binary", message));
        }
        byte[] stream = ours.takeOutput();
        FramePeer.Outcome outcome = peer.decode(Role.SERVER, stream, 1000);
        assertEquals(new FramePeer.Outcome(expected, null), outcome, peer.getClass() + " " + offer);
        ours.connection.receiveEnd();
    }

    private static String answer(FramePeer peer, String offer) throws Exception {
        try {
            String answer = peer.negotiate(offer);
            return answer.isEmpty() ? "declined" : shortened(answer);
        } catch (RuntimeException e) {
            return e.getClass().getSimpleName();
        }
    }

    private static String ours(String offer) {
        return Extension.parse(List.of(offer))
                .flatMap(offers -> DeflateNegotiation.accept(offers, DeflateSettings.DEFAULT))
                .map(accepted -> shortened(accepted.answer().toString()))
                .orElse("declined");
    }

    /** With initials for the names of parameters. */
    private static String shortened(String extension) {
        return extension
                .replaceFirst("^" + NAME, "agreed")
                .replaceAll(";(?=\\w)", "; ")
                .replaceAll("(s|c)(?:erver|lient)_max_window_bits", "$1mwb")
                .replaceAll("(s|c)(?:erver|lient)_no_context_takeover", "$1nct");
    }

    /** Where a peer inflates something else than the tables say, as one message in one frame. */
    private static String differences(FramePeer peer) throws Exception {
        Set<String> differences = new TreeSet<>();
        for (Payloads.Good good : Payloads.good().toList()) {
            FramePeer.Outcome outcome = decode(peer, good.bytes());
            List<String> expected = List.of(Recorder.line("binary", good.inflated()));
            if (outcome.failure() != null) {
                differences.add(good + ": refused with " + outcome.failure());
            } else if (!outcome.lines().equals(expected)) {
                differences.add(good + ": inflated to " + outcome.lines());
            }
        }
        for (Payloads.Bad bad : Payloads.bad().toList()) {
            FramePeer.Outcome outcome = decode(peer, bad.bytes());
            if (outcome.failure() == null) {
                differences.add(bad + ": inflated to " + outcome.lines());
            } else if (!"1007".equals(outcome.failure())) {
                differences.add(bad + ": refused with " + outcome.failure());
            }
        }
        return String.join("\n", differences) + "\n";
    }

    private static FramePeer.Outcome decode(FramePeer peer, byte[] payload) throws Exception {
        byte[] stream = RawFrame.of(COMPRESSED, payload).masked(RawFrame.KEY);
        try {
            return peer.decode(Role.SERVER, stream, stream.length);
        } catch (RuntimeException e) {
            return new FramePeer.Outcome(new ArrayList<>(), e.getClass().getSimpleName());
        }
    }
}
