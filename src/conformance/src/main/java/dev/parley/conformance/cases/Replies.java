package dev.parley.conformance.cases;

import dev.parley.conformance.script.Answer;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.verdict.Judgement;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The first answer on a connection, and what stands behind it, byte for byte. Stateless. */
final class Replies {
    private Replies() {}

    /**
     * Sends all in one write and reads the first answer with its body.
     *
     * @return what else had come by the time that the connection was over or another had been served: an answer to what
     *     stood behind the first request, or nothing
     */
    static String behindFirst(String all, Conversation conversation) throws Judgement {
        conversation.connect();
        conversation.send(Output.bytes("requests", all.getBytes(StandardCharsets.ISO_8859_1)));
        Answer answer = conversation.readAnswer();
        if (answer.status() == 0) {
            throw Judgement.fail("an answer to the first request", answer.describe());
        }
        if (answer.isSwitching()) {
            return "";
        }
        String rest =
                answer.lists("Connection", "close") ? rest(conversation, Integer.MAX_VALUE) : settled(conversation);
        return behindBody(answer, rest);
    }

    private static String settled(Conversation conversation) throws Judgement {
        String length = conversation.answer().first("Content-Length").orElse("0");
        String body = rest(conversation, Integer.parseInt(length));
        BoundCases.proveAlive(conversation);
        return body + rest(conversation, 0);
    }

    private static String rest(Conversation conversation, int count) throws Judgement {
        return new String(conversation.readBytes(count), StandardCharsets.ISO_8859_1);
    }

    private static String behindBody(Answer answer, String rest) {
        if (answer.lists("Transfer-Encoding", "chunked")) {
            int end = ("\r\n" + rest).indexOf("\r\n0\r\n\r\n"); // of a body without trailers
            return end < 0 ? "" : rest.substring(end + 5);
        }
        List<String> lengths = answer.values("Content-Length");
        return lengths.isEmpty() ? "" : rest.substring(Math.min(rest.length(), Integer.parseInt(lengths.get(0))));
    }

    /** Everything that comes until the connection is over, or nothing more comes. */
    static String all(String request, Conversation conversation) throws Judgement {
        conversation.connect();
        conversation.send(Output.bytes("request", request.getBytes(StandardCharsets.ISO_8859_1)));
        return rest(conversation, Integer.MAX_VALUE);
    }

    /** The bytes of a request, one for each character. */
    static String text(OpeningRequest request, Conversation conversation) {
        StringBuilder text = new StringBuilder();
        for (Output.Part part : request.toOutput(conversation.target()).parts()) {
            byte[] bytes = new byte[(int) part.bytes().length()];
            part.bytes().copy(0, bytes, 0, bytes.length);
            text.append(new String(bytes, StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }
}
