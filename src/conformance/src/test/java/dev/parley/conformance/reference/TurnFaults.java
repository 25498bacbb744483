package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.Behaviours.without;

import java.nio.charset.StandardCharsets;

/** Faults with what requests ask for besides, and with what stands behind them. Stateless. */
final class TurnFaults {
    private static final String SWITCH = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";

    private TurnFaults() {}

    /** Takes what a proxy says of the host for the one that a page may be of. */
    static Behaviour forwardedHostTrusted() {
        return Behaviours.request(head -> Behaviours.has(head, "X-Forwarded-Host") ? without(head, "Origin") : head);
    }

    /** Reads seven bits of each byte. */
    static Behaviour highBitsDropped() {
        return new Behaviour() {
            @Override
            public byte[] request(byte[] received) {
                byte[] head = received.clone();
                for (int i = 0; i < head.length; i++) {
                    head[i] &= 0x7F;
                }
                return head;
            }
        };
    }

    /** Names versions that it does not speak. */
    static Behaviour versionsNamed() {
        return Behaviours.refusing(head -> head.replaceFirst("Sec-WebSocket-Version: 13", "$0, 8"));
    }

    /** Answers a request behind a refused one that it never had. */
    static Behaviour keptAnsweredTwice() {
        return new Behaviour() {
            @Override
            public byte[] response(byte[] answer, String request) {
                String text = new String(answer, StandardCharsets.ISO_8859_1);
                String kept = without(text.split("\r\n\r\n", 2)[0] + "\r\n\r\n", "Connection");
                boolean measured = Behaviours.has(text, "Content-Length");
                return text.startsWith("HTTP/1.1 101")
                        ? answer
                        : ((measured ? without(kept, "Content-Length") : kept)
                                                .replaceFirst("\r\n\r\n$", "\r\nContent-Length: 0\r\n\r\n")
                                        + SWITCH)
                                .getBytes(StandardCharsets.ISO_8859_1);
            }
        };
    }

    /** Sends 100 where nobody has asked for it. */
    static Behaviour continuedFirst() {
        return Behaviours.accepting(head -> "HTTP/1.1 100 Continue\r\n\r\n" + head);
    }

    /** Refuses by another, older version of HTTP. */
    static Behaviour refusedWithOldHttp() {
        return Behaviours.refusing(head -> head.replaceFirst("^HTTP/1.1", "HTTP/1.0"));
    }
}
