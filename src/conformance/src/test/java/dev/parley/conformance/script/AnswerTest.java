package dev.parley.conformance.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Heads of answers, good and bad; {@code |} stands for CR LF. */
class AnswerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "HTTP/1.1 101 Switching Protocols|Upgrade: websocket|Connection: Upgrade||;101;2;''",
                "HTTP/1.1 101 |Upgrade: websocket||;101;1;''",
                "HTTP/1.0 400 Bad Request||;400;0;''",
                "HTTP/1.1 400 Bad Request||HTTP/1.1 200 behind it||;400;0;''",
                "HTTP/1.1 404||;404;0;the status line \"HTTP/1.1 404\" (RFC 9112 4)",
                "HTTP/1.1 4040 x||;0;0;the status line \"HTTP/1.1 4040 x\" (RFC 9112 4)",
                "HTTP/2.0 200 x||;0;0;the status line \"HTTP/2.0 200 x\" (RFC 9112 4)",
                "||;0;0;the status line \"\" (RFC 9112 4)",
                "|HTTP/1.1 101 x||;0;0;the status line \"\" (RFC 9112 4)",
                "HTTP/1.1 200 x|Allow: ||;200;1;''",
                "HTTP/1.1 200 x|Allow: GET, HEAD||;200;1;''",
                "HTTP/1.1 200 x|Allow: GET HEAD||;200;1;the value \"GET HEAD\" of allow",
                "HTTP/1.1 200 x|Date: today||;200;1;the value \"today\" of date",
                "HTTP/1.1 200 x|Date: Sun, 22 Nov 2026 13:00:00 GMT||;200;1;''",
                "HTTP/1.1 200 x|Content-Length: 1x||;200;1;the value \"1x\" of content-length",
                "HTTP/1.1 101 x|Upgrade: websocket/13, h2c||;101;1;''",
                "HTTP/1.1 101 x|Upgrade: ,||;101;1;the value \",\" of upgrade",
                "HTTP/1.1 101 x|Connection: Upgrade x||;101;1;the value \"Upgrade x\" of connection",
                "HTTP/1.1 101 x|Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=||;101;1;''",
                "HTTP/1.1 101 x|Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo||;101;1;the value \"s3pPLMBiTxaQ9kYGzzhZRbK+xOo\" of sec-websocket-accept",
                "HTTP/1.1 101 x|Sec-WebSocket-Protocol: a b||;101;1;the value \"a b\" of sec-websocket-protocol",
                "HTTP/1.1 426 x|Sec-WebSocket-Version: 13, 8||;426;1;''",
                "HTTP/1.1 426 x|Sec-WebSocket-Version: 013||;426;1;the value \"013\" of sec-websocket-version",
                "HTTP/1.1 200 x|no colon||;200;0;the header line \"no colon\" (RFC 9112 5)",
            })
    void reads(String head, int status, int fields, String problem) {
        Answer answer = Answer.parse(head.replace("|", "\r\n"));
        assertEquals(status, answer.status());
        assertEquals(fields, answer.headers().size());
        assertEquals(problem, answer.problem());
    }
}
