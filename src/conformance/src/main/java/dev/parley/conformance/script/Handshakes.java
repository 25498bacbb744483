package dev.parley.conformance.script;

import dev.parley.conformance.script.Step.Kind;
import dev.parley.conformance.verdict.Judgement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Steps about the opening handshake (4). Stateless. */
public final class Handshakes {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // 1.3
    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;

    private Handshakes() {}

    /** Opens the connection with a request that the server has to accept, and judges the answer by 4.2.2. */
    public static Step open(OpeningRequest request) {
        boolean plain = request.describe().equals(OpeningRequest.upgrade().describe());
        return Step.of(Kind.OPEN, plain ? "" : request.describe(), conversation -> {
            conversation.open(request);
            requireAccepted(request, conversation);
        });
    }

    /** Sends a request; a step that judges the answer follows. */
    public static Step request(OpeningRequest request) {
        return Step.of(Kind.OPEN, request.describe(), conversation -> conversation.open(request));
    }

    /** Sends bytes instead of a request; a step that judges the answer follows. */
    public static Step requestBytes(String description, byte[] bytes) {
        return Step.of(Kind.OPEN, description, conversation -> {
            conversation.connect();
            conversation.send(Output.bytes(description, bytes));
            conversation.readAnswer();
        });
    }

    /** The server switches protocols, with everything that 4.2.2 demands of its answer to {@code request}. */
    public static Step accepted(OpeningRequest request) {
        return Step.of(
                Kind.EXPECT,
                "101 with the right Upgrade, Connection and Sec-WebSocket-Accept",
                conversation -> requireAccepted(request, conversation));
    }

    /**
     * The server refuses with an HTTP error: with one of {@code statuses} it passes, any other 4xx is allowed, and so is
     * one of {@code statuses} beyond. 101 fails, silence fails, and so does an end without an answer (4.2.1).
     */
    public static Step refused(int... statuses) {
        int[] best = statuses.length == 0 ? new int[] {CLIENT_ERROR} : statuses.clone();
        String wanted = IntStream.of(best).mapToObj(Integer::toString).collect(Collectors.joining(" or "));
        return Step.of(Kind.END, "refusal with " + wanted, conversation -> {
            Answer answer = conversation.answer();
            int status = answer.status();
            boolean good = Arrays.stream(best).anyMatch(one -> one == status);
            if (!good && (status < CLIENT_ERROR || status >= SERVER_ERROR)) {
                throw Judgement.fail("refusal with " + wanted, answer.describe());
            }
            conversation.requireBody();
            if (good) {
                return;
            }
            conversation.allow("refused with " + status + " where " + wanted + " says what is wrong");
        });
    }

    /**
     * Both ways conform: the server takes the request, and the connection is then closed cleanly, or it refuses with one of
     * {@code statuses}.
     *
     * @param whenTaken why refusing would be better; empty if it would not
     */
    public static Step takenOrRefused(OpeningRequest request, String whenTaken, int... statuses) {
        Step refused = refused(statuses);
        return Step.of(Kind.END, "101, or " + refused.describe(), conversation -> {
            if (!conversation.answer().isSwitching()) {
                refused.run(conversation);
                return;
            }
            requireAccepted(request, conversation);
            if (!whenTaken.isEmpty()) {
                conversation.allow(whenTaken);
            }
            Closings.closeCleanly().run(conversation);
        });
    }

    /** The server refuses with one of {@code statuses}, and names in {@code header} what it would take. */
    public static Step refusedNaming(String header, String member, int... statuses) {
        Step refused = refused(statuses);
        return Step.of(Kind.END, refused.describe() + " naming " + header + ": " + member, conversation -> {
            refused.run(conversation);
            if (!conversation.answer().lists(header, member)) {
                throw Judgement.fail(
                        header + ": " + member,
                        "the values " + conversation.answer().values(header) + " in "
                                + conversation.answer().describe());
            }
        });
    }

    /** The value of Sec-WebSocket-Accept that belongs to a key (4.2.2 item 5.4). */
    public static String acceptOf(String key) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    private static void requireAccepted(OpeningRequest request, Conversation conversation) throws Judgement {
        Answer answer = conversation.answer();
        if (!answer.isSwitching()) {
            throw Judgement.fail("101 Switching Protocols", answer.describe());
        }
        List<String> upgrade = answer.values("Upgrade");
        if (upgrade.size() != 1 || !upgrade.get(0).equalsIgnoreCase("websocket")) {
            throw Judgement.fail("Upgrade: websocket in the answer (4.2.2)", "the values " + upgrade);
        }
        if (!answer.lists("Connection", "upgrade") || answer.lists("Connection", "close")) {
            throw Judgement.fail(
                    "Connection: Upgrade in the answer (4.2.2)", "the values " + answer.values("Connection"));
        }
        List<String> accept = answer.values("Sec-WebSocket-Accept");
        String wanted = acceptOf(request.key());
        if (!accept.equals(List.of(wanted))) {
            throw Judgement.fail("Sec-WebSocket-Accept: " + wanted + " (4.2.2)", "the values " + accept);
        }
        requireSubprotocol(request, conversation);
    }

    private static void requireSubprotocol(OpeningRequest request, Conversation conversation) throws Judgement {
        List<String> chosen = conversation.answer().values("Sec-WebSocket-Protocol");
        List<String> offered = request.subprotocols(conversation.target());
        boolean good = chosen.isEmpty() || (chosen.size() == 1 && offered.contains(chosen.get(0)));
        if (!good) {
            throw Judgement.fail("at most one subprotocol, of those offered " + offered + " (4.2.2)", "" + chosen);
        }
    }
}
