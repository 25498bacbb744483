package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.SixthRequestFaults.EXTENSIONS;

import dev.parley.wire.handshake.HandshakeLimits;
import dev.parley.wire.handshake.RequestOutcome;
import dev.parley.wire.handshake.ServerHandshake;
import dev.parley.wire.handshake.UpgradeResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Faults of {@link SixthBlindFault} in what is answered and agreed on. Stateless. */
final class SixthAnswerFaults {
    private static final String DEFLATE = "permessage-deflate";
    private static final String KNOWN = "(?:server|client)_(?:no_context_takeover|max_window_bits)\\b";

    private SixthAnswerFaults() {}

    static Behaviour nextRequestServed() {
        return new Behaviour() {
            @Override
            public byte[] response(byte[] head, String request) {
                if (FourthBlindFaults.isSwitch(new String(head, StandardCharsets.ISO_8859_1))) {
                    return head;
                }
                byte[] next = SixthRequestFaults.behind(request);
                return ServerHandshake.read(next, 0, next.length, HandshakeLimits.DEFAULT)
                                instanceof RequestOutcome.Accepted accepted
                        ? FourthBlindFaults.joined(
                                head, UpgradeResponse.to(accepted.request()).toBytes())
                        : head;
            }
        };
    }

    static Behaviour extensionsEchoed() {
        return ThirdBlindFaults.answering((request, head) -> {
            String unknown = SixthRequestFaults.members(request).stream()
                    .filter(member -> !member.startsWith(DEFLATE))
                    .collect(Collectors.joining(", "));
            if (unknown.isEmpty()) {
                return head;
            }
            String agreed = FourthBlindFaults.value(head, EXTENSIONS);
            return agreed.isEmpty()
                    ? Behaviours.with(head, EXTENSIONS + ": " + unknown)
                    : FourthBlindFaults.withValue(head, EXTENSIONS, agreed + ", " + unknown);
        });
    }

    static Behaviour flagWithValue() {
        return SixthRequestFaults.onLines(
                EXTENSIONS, line -> line.replaceAll("(_no_context_takeover)\\s*=\\s*(\"[^\"]*\"|[^\\s;,]+)", "$1"));
    }

    static Behaviour unknownParameterIgnored() {
        return SixthRequestFaults.onLines(EXTENSIONS, line -> {
            String before = "";
            String now = line;
            while (!now.equals(before)) {
                before = now;
                now = now.replaceFirst("(" + DEFLATE + "\\b[^,]*?)\\s*;\\s*+(?!" + KNOWN + ")[^;,]+", "$1");
            }
            return now;
        });
    }

    static Behaviour quotedWindowIgnored() {
        return SixthRequestFaults.onLines(
                EXTENSIONS, line -> line.replaceAll("\\s*;\\s*server_max_window_bits\\s*=\\s*\"([89]|1[0-5])\"", ""));
    }

    static Behaviour serverWindowNotAnswered() {
        return Behaviours.accepting(head -> head.replaceAll("; *server_max_window_bits=\\d+", ""));
    }

    static Behaviour windowOf8Is9() {
        return Behaviours.accepting(head -> head.replaceAll("server_max_window_bits=8\\b", "server_max_window_bits=9"));
    }

    static Behaviour windowWithZero() {
        return Behaviours.accepting(head -> head.replaceAll("(max_window_bits=)([89])\\b", "$10$2"));
    }

    static Behaviour agreedNotSpoken() {
        return FourthBlindFaults.in(
                (frame, memory) -> memory.deflate && !frame.isControl() && (frame.rsv() & 4) != 0, Frame::spoiled);
    }
}
