package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;

import dev.parley.conformance.cases.Sweep.Message;
import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Fragments;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.script.Steps;
import dev.parley.conformance.verdict.Judgement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What readers of other formats would write otherwise, how texts begin, and frames that come in many pieces. */
final class ContentFormCases {
    /** Each means the same as something else, where somebody reads it. */
    private static final String[] FORMS = {
        "{\"a\": 1.0}",
        "{\"a\":1.0}",
        "{ }",
        "[ ]",
        "[1,2, 3]",
        "{\"b\":1,\"a\":2}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1e2,\"b\":-0,\"c\":1.10}",
        "{\"a\":12345678901234567890}",
        "{\"a\":\"\\u00e9\\/\\u2028\"}",
        "{\"a\":\"\u00e9\"}",
        "{\n  \"a\": null\n}\n",
        "{\"a\":1}\n{\"a\":2}\n",
        "{'a':1,}",
        "{\"type\":\"ping\"}",
        "{\"op\":\"ping\"}",
        "{\"event\":\"ping\",\"data\":{}}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"ping\",\"id\":1}",
        "[\"message\",\"a\"]",
        " \"a\" ",
        " 1 ",
        "1.0",
        "01",
        "+1",
        "1e3",
        "0x10",
        "1,000.50",
        "12345678901234567890",
        "-0.0",
        "TRUE",
        "Null",
        "<a  b='c' ></a>",
        "<?xml version=\"1.0\"?>\r\n<a/>",
        "<a>&#233;&#xe9;&lt;</a>",
        "<!DOCTYPE html><p>a",
        "a=b&c=d+e%20f",
        "http://EXAMPLE.com:80/a/../b?c#d",
        "data:text/plain;base64,YQ==",
        "YQ==",
        "YR==",
        "YQ",
        "2026-11-22T09:44:12+00:00",
        "Sun, 22 Nov 2026 09:44:12 GMT",
        "22.11.2026",
        "a: 1\nb:   2\n",
        "a;\"b \"\"c\"\"\";d",
        "a\tb\r\nc\td\r\n",
        "line\n",
        "line\r",
        "line\n\r",
        "a\r\nb\nc\rd",
        "  two  spaces  ",
        "\ttab\t",
        "a\u00a0b\u2003c",
        "a\u00adb",
        "a\u200bb\u200d",
        "\uff21\uff22\uff23",
        "\u0661\u0662\u0663",
        "\u2460\u2075",
        "cafe\u0301",
        "caf\u00e9",
        "\u1e9b\u0323",
        "\u2126\u212a",
        "\ufb03",
        "\u03a3\u03c3\u03c2",
        "I\u0130\u0131i",
        "Stra\u00dfe",
        "\u202eabc\u202c",
        "\u201ea\u201c \u2013 \u2026",
        "\"quoted\"",
        "'quoted'",
        "\\\"escaped\\\"",
        "back\\\\slash",
        "$1 \\1 &1;",
        "a%",
        "%41%zz",
        "\\x41",
        "=?UTF-8?Q?a?=",
        "=41=\r\n",
        ".",
        "..",
        ".\r\n.",
        "--boundary--",
        "PING",
        "Ping",
        "PONG",
        "ping\n",
        "ping ",
        "__ping__",
        "heartbeat",
        "keepalive",
        "keep-alive",
        "hello",
        "HELO",
        "help",
        "?",
        "subscribe",
        "status",
        "version",
        "stop",
        "CLOSE",
        "2",
        "3",
        "3probe",
        "42[\"a\"]",
        "primus::ping::1",
        "~m~4~m~~h~1",
        "CONNECTED\n\n\u0000",
        "\u0006",
        "\u0016",
        "\u001e"
    };

    private static final int[][] PIECES = {
        {5, 5, 5, 5}, {1, 1, 1, 1, 1, 1}, {3, 4, 3, 4}, {7, 1, 7, 2}, {2, 9, 4, 1}, {6, 6, 6}, {4, 3, 2, 1}
    };
    private static final int HEADER = 6;
    private static final int FORMS_OF_TEXT = 8;

    private ContentFormCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                must("opcodes.every.rewritten", "5.6", "What readers of other formats would write otherwise")
                        .why("To the protocol a message is its bytes, whatever else they mean to anybody.")
                        .connected(Sweep.messages("texts, and the same as binary data", ContentFormCases::forms)),
                must("utf8.every.first", "8.1", "Texts that begin with each two bytes that a character can begin with")
                        .why("How a text begins says nothing about the rest of it.")
                        .connected(Sweep.messages("texts", ContentFormCases::firsts)),
                must("utf8.every.bad-form", "8.1", "What is no character, in messages of every form")
                        .why("Text is UTF-8, in whichever frames it comes, and compressed or not.")
                        .raw(Sweep.of("messages that are not UTF-8", ContentFormCases::badForms)),
                must("robustness.segments.pieces", "5.3", "Frames in more than two pieces")
                        .why("Octet i is masked with octet i modulo 4 of the key, however many reads it takes.")
                        .alone()
                        .connected(Step.of(
                                Step.Kind.EXPECT,
                                "the echo of messages of which each piece has been read before the next is sent",
                                ContentFormCases::pieces)));
    }

    private static List<Message> forms() {
        List<Message> all = new ArrayList<>();
        for (String one : FORMS) {
            all.add(Message.of(text(one)));
            all.add(Message.of(binary(Payload.of(one))));
        }
        return all;
    }

    private static List<Message> firsts() {
        List<Message> all = new ArrayList<>();
        for (int first = 0xe0; first < 0xf0; first++) {
            for (int second = first == 0xe0 ? 0xa0 : 0x80; second < (first == 0xed ? 0xa0 : 0xc0); second++) {
                boolean mark = first == 0xef && (second == 0xbb || second == 0xbf);
                for (int third = mark ? 0x80 : 0x80 + second * 37 % 64; third < 0xc0; third += mark ? 1 : 64) {
                    all.add(first(first, second, third));
                }
            }
        }
        for (int first = 0xf0; first < 0xf5; first++) {
            for (int second = first == 0xf0 ? 0x90 : 0x80; second < (first == 0xf4 ? 0x90 : 0xc0); second++) {
                all.add(first(first, second, 0x80 + second * 29 % 64, 0x80 + second * 11 % 64));
            }
        }
        return all;
    }

    private static Message first(int... character) {
        byte[] bytes = new byte[character.length + 1];
        for (int i = 0; i < character.length; i++) {
            bytes[i] = (byte) character[i];
        }
        bytes[character.length] = 'z';
        return Message.of(text(Payload.of(bytes)));
    }

    private static List<Row> badForms() {
        String[] bad = {"ff", "61c3", "eda080", "80", "c3a4e282", "f0808080", "c3a461fe"};
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < FORMS_OF_TEXT + FORMS_OF_TEXT / 2; i++) {
            Payload payload = Payload.hex(bad[i % bad.length]);
            int form = i % FORMS_OF_TEXT;
            rows.add(new Row(bad[i % bad.length] + " in form " + form, c -> badForm(c, form, payload)));
        }
        return rows;
    }

    private static void badForm(Conversation conversation, int form, Payload bad) throws Judgement {
        OpeningRequest request = form < 2 ? upgrade() : upgrade().offering("permessage-deflate");
        Handshakes.open(request).run(conversation);
        if (form < 2 || conversation.deflate().agreed()) {
            RawFrame begin = text("").notFinal();
            RawFrame nothing = continuation("").notFinal();
            RawFrame packed = text(bad).compressed();
            Payload all = packed.payload();
            RawFrame good = binary(Payload.of("good"));
            conversation.send(
                    switch (form) {
                        case 0, 3 -> Output.of(begin, continuation(bad));
                        case 1 ->
                            Output.of(
                                    begin, nothing, ping("p"), continuation(bad).notFinal(), continuation(""));
                        case 2 -> Output.of(text("b\u00e4").notFinal(), continuation(bad));
                        case 4 -> Output.of(good.compressed(), packed);
                        case 5 -> Output.of(packed.payload(Payload.EMPTY).notFinal(), nothing, continuation(all));
                        case 6 -> Fragments.of(packed, 1);
                        default -> Output.of(good.notFinal(), continuation(""), text(bad));
                    });
            failed(1007)
                    .tolerating(1002, "it says less well what was wrong")
                    .afterPerhaps(Expected.pong("p"), Expected.echo(good))
                    .run(conversation);
        }
    }

    private static void pieces(Conversation conversation) throws Judgement {
        Conversation pace = conversation.another();
        Handshakes.open(upgrade()).run(pace);
        int key = 0x8102_f304;
        for (int[] pieces : PIECES) {
            for (RawFrame frame : List.of(
                    text(Payload.ascii(40)).key(key),
                    text("\ud83d\ude00\u20ac\u00e4".repeat(4)),
                    ping("cut in pieces"))) {
                byte[] bytes = new byte[(int) frame.onWire().length()];
                frame.onWire().copy(0, bytes, 0, bytes.length);
                int at = frame.opcode() == 9 ? 0 : HEADER;
                conversation.send(Output.bytes("header", Arrays.copyOf(bytes, at)));
                for (int piece : pieces) {
                    int end = Math.min(bytes.length - 1, at + piece);
                    conversation.send(Output.bytes("piece", Arrays.copyOfRange(bytes, at, end)));
                    Steps.stillOpen().run(pace);
                    at = end;
                }
                conversation.send(Output.bytes("rest", Arrays.copyOfRange(bytes, at, bytes.length)));
                Answers.await(
                        conversation,
                        List.of(frame.opcode() == 9 ? Expected.pong(frame.payload()) : Expected.echo(frame)));
                key = Integer.rotateLeft(key, 5);
            }
        }
    }
}
