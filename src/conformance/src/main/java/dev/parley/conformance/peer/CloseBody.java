package dev.parley.conformance.peer;

import dev.parley.conformance.script.Event;
import dev.parley.conformance.verdict.Judgement;
import java.util.Arrays;

/** The rules for the body of a close frame that a server sends (5.5.1, 7.4). Stateless. */
final class CloseBody {
    private static final int BYTE = 0xFF;

    private CloseBody() {}

    static Event.Close judge(byte[] body) throws Judgement {
        if (body.length == 0) {
            return new Event.Close(-1, body);
        }
        if (body.length == 1) {
            throw Judgement.fail("a close code of two bytes or none (5.5.1)", "CLOSE with a body of one byte");
        }
        int code = ((body[0] & BYTE) << 8) | (body[1] & BYTE);
        if (!isLegal(code)) {
            throw Judgement.fail("a close code that may be on the wire (7.4)", "CLOSE " + code);
        }
        byte[] reason = Arrays.copyOfRange(body, 2, body.length);
        if (!Utf8Check.isValid(reason)) {
            throw Judgement.fail("a close reason in UTF-8 (5.5.1)", "one that is not");
        }
        return new Event.Close(code, reason);
    }

    private static boolean isLegal(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
    }
}
