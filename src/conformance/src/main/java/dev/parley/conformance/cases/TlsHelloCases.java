package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;

import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.model.Need;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.verdict.Judgement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** ClientHellos that no library of ours would send, and the first record that answers them. */
final class TlsHelloCases {
    private static final int ALERT = 0x15;
    private static final int HANDSHAKE = 0x16;
    private static final int HEARTBEAT = 0x18;
    private static final int SERVER_HELLO = 2;
    private static final int PROTOCOL_VERSION = 70;
    private static final int ALERT_AT = 6;
    private static final int MESSAGE_AT = 5;
    private static final int RANDOM_AT = 11;
    private static final int SESSION_AT = 43;
    private static final int ENOUGH = 80; // bytes: with an id of a session no ServerHello is shorter
    private static final String SESSION = "b7".repeat(32);
    private static final String SUITES_1_3 = "130113021303";
    private static final String SUITES_1_2 = "c02bc02fc02cc030cca9cca8c023c027c009c013c00ac014009c009d002f0035";
    private static final String GROUPS = "001d00170018";
    private static final String SIGNATURES = "0403050306030807080408050806040105010601";
    private static final String X25519 = "001d0020" + "5a".repeat(32);
    private static final String RETRY = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";
    private static final String DOWNGRADED = "444f574e47524401";

    private static final int MISSING_EXTENSION = 109;
    private static final int UNRECOGNIZED_NAME = 112;
    private static final String RENEGOTIATION = extension("ff01", "00");
    private static final String EXTENDED = extension("0017", "");

    private TlsHelloCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                must("tls.hello.every-good", "RFC 8446 4.1.2", "A ClientHello of any form is answered by a ServerHello")
                        .why("What a server does not know it ignores, and what is missing it asks for.")
                        .needing(Need.TLS)
                        .raw(Sweep.of("good ClientHellos", TlsHelloCases::good)),
                must(
                                "tls.hello.retried",
                                "RFC 8446 4.1.4",
                                "A ClientHello without a key that fits is asked for another")
                        .why("The groups that it names are good; only the guess which is wanted was wrong.")
                        .needing(Need.TLS)
                        .raw(Sweep.of(
                                "ClientHellos without key, or with one of another group", TlsHelloCases::retried)),
                quality(
                                "tls.hello.every-told",
                                "RFC 8446 6.2",
                                "A ClientHello that cannot be served is told by an alert")
                        .why("The end of TCP alone looks like a network that is broken.")
                        .needing(Need.TLS)
                        .raw(Sweep.of("ClientHellos that have nothing in common with the server", TlsHelloCases::told)),
                must("tls.hello.heartbeat", "RFC 6520 4", "A heartbeat longer than its record is not answered")
                        .why("It could only be answered with bytes that nobody has sent.")
                        .needing(Need.TLS)
                        .raw(Sweep.of("heartbeats", List.of(new Row("behind a ClientHello", TlsHelloCases::bleed)))));
    }

    /** A ClientHello of RFC 8446 4.1.2; the extensions are whole. */
    private static String hello(String version, String session, String suites, String... extensions) {
        String all = String.join("", extensions);
        String body = version + "5a".repeat(32) + length(session, 1) + session + length(suites, 2) + suites + "0100"
                + (all.isEmpty() ? "" : length(all, 2) + all);
        return "01" + length(body, 3) + body;
    }

    private static String extension(String type, String content) {
        return type + length(content, 2) + content;
    }

    private static String list(String type, int size, String content) {
        return extension(type, length(content, size) + content);
    }

    private static String length(String hex, int size) {
        return HexFormat.of().toHexDigits(hex.length() / 2).substring(8 - 2 * size);
    }

    private static String record(String message) {
        return "160301" + length(message, 2) + message;
    }

    private static String groups(String groups) {
        return list("000a", 2, groups);
    }

    private static String signatures() {
        return list("000d", 2, SIGNATURES);
    }

    private static String versions(String versions) {
        return list("002b", 1, versions);
    }

    private static String keys(String keys) {
        return list("0033", 2, keys);
    }

    private static String[] usual(String versions, String groups, String keys, String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        all.add(groups(groups));
        all.add(signatures());
        all.add(versions(versions));
        all.add(keys(keys));
        return all.toArray(String[]::new);
    }

    private static List<Row> good() {
        String both = SUITES_1_3 + SUITES_1_2;
        String modes = list("002d", 1, "01");
        String grease = "0a0a";
        String ticket = extension("0023", "c3".repeat(176));
        String identity = "0060" + "c3".repeat(96) + "01020304";
        String unknown = extension("0029", length(identity, 2) + identity + "0021" + "20" + "5a".repeat(32));
        String older = hello("0303", SESSION, SUITES_1_2, groups(GROUPS), signatures(), RENEGOTIATION, EXTENDED);
        String newer = hello("0303", SESSION, both, usual("03040303", GROUPS, X25519));
        return List.of(
                row("of TLS 1.3", newer),
                row("of TLS 1.2", older),
                row(
                        "of TLS 1.2, with a ticket of nobody",
                        hello(
                                "0303",
                                SESSION,
                                SUITES_1_2,
                                ticket,
                                groups(GROUPS),
                                signatures(),
                                RENEGOTIATION,
                                EXTENDED)),
                row(
                        "with values that nobody knows in every list",
                        hello(
                                "0303",
                                SESSION,
                                grease + both,
                                usual(
                                        "1a1a" + "03040303",
                                        "2a2a" + GROUPS,
                                        "2a2a000100" + X25519,
                                        extension("3a3a", ""),
                                        extension("4a4a", "00")))),
                row(
                        "with a session of nobody",
                        hello("0303", SESSION, both, usual("03040303", GROUPS, X25519, modes, ticket))),
                row("with a key of nobody", hello("0303", SESSION, both, withLast(unknown, modes))),
                row(
                        "with padding",
                        hello(
                                "0303",
                                SESSION,
                                both,
                                usual("03040303", GROUPS, X25519, extension("0015", "00".repeat(300))))),
                new Row(
                        "in two records",
                        c -> answered(c, record(newer.substring(0, 80)) + record(newer.substring(80)))));
    }

    /** The one for keys that are known already has to be the last of all (RFC 8446 4.2.11). */
    private static String[] withLast(String last, String modes) {
        List<String> all = new ArrayList<>(Arrays.asList(usual("03040303", GROUPS, X25519, modes)));
        all.add(last);
        return all.toArray(String[]::new);
    }

    private static Row row(String name, String hello) {
        return new Row(name, c -> answered(c, record(hello)));
    }

    private static void answered(Conversation conversation, String records) throws Judgement {
        byte[] answer = answer(conversation, records);
        int alert = alert(answer);
        if (alert == PROTOCOL_VERSION && !records.contains("002b") && speaksNewer(conversation)) {
            return; // TLS 1.2 need not be spoken
        }
        if (alert == MISSING_EXTENSION || alert == UNRECOGNIZED_NAME) {
            conversation.allow("wants a name in the ClientHello, which has none here (RFC 8446 9.2)");
            return;
        }
        requireHello(answer);
        boolean newer = records.contains("002b") && isNewer(answer);
        String echoed = hex(answer, SESSION_AT, SESSION_AT + 33);
        if (newer && !echoed.equals("20" + SESSION)) {
            throw Judgement.fail("the id of the session that was sent (RFC 8446 4.1.3)", echoed);
        }
        boolean marked = hex(answer, RANDOM_AT + 24, RANDOM_AT + 32).equals(DOWNGRADED);
        if (!newer && !records.contains("03040303") && !marked && speaksNewer(conversation)) {
            throw Judgement.fail("a random that ends with DOWNGRD, for TLS 1.3 is spoken (RFC 8446 4.1.3)", "none");
        }
    }

    private static byte[] answer(Conversation conversation, String records) throws Judgement {
        conversation.connectInClear();
        conversation.send(Output.bytes("ClientHello", HexFormat.of().parseHex(records)));
        return conversation.readBytes(ENOUGH);
    }

    /** The alert that it is; -1 if it is none. */
    private static int alert(byte... answer) {
        return answer.length > ALERT_AT && answer[0] == ALERT ? answer[ALERT_AT] & 0xFF : -1;
    }

    private static void requireHello(byte[] answer) throws Judgement {
        boolean good = answer.length >= ENOUGH && answer[0] == HANDSHAKE && answer[MESSAGE_AT] == SERVER_HELLO;
        if (!good) {
            throw Judgement.fail(
                    "a ServerHello",
                    alert(answer) >= 0 ? "an alert of " + alert(answer) : answer.length + " bytes of something else");
        }
    }

    /** A ServerHello of TLS 1.3 echoes the id, and that of TLS 1.2 has one of the server's own, or none. */
    private static boolean isNewer(byte[] answer) {
        int behind = SESSION_AT + 1 + (answer[SESSION_AT] & 0xFF);
        return answer.length > behind + 1 && answer[behind] == 0x13;
    }

    private static boolean speaksNewer(Conversation conversation) throws Judgement {
        try (Conversation other = conversation.another()) {
            return isNewer(answer(
                    other, record(hello("0303", SESSION, SUITES_1_3 + SUITES_1_2, usual("03040303", GROUPS, X25519)))));
        }
    }

    private static String hex(byte[] bytes, int from, int to) {
        return HexFormat.of().formatHex(bytes, from, to);
    }

    private static List<Row> retried() {
        return Stream.of("", "2a2a000100")
                .map(key -> new Row(key.isEmpty() ? "no key" : "a key of a group that nobody knows", c -> {
                    String hello = hello("0303", SESSION, SUITES_1_3, usual("0304", "2a2a" + GROUPS, key));
                    if (!speaksNewer(c)) {
                        throw Judgement.unsupported("the server does not speak TLS 1.3");
                    }
                    byte[] answer = answer(c, record(hello));
                    requireHello(answer);
                    if (!hex(answer, RANDOM_AT, RANDOM_AT + 32).equals(RETRY)) {
                        throw Judgement.fail("HelloRetryRequest", "a ServerHello without a key");
                    }
                }))
                .toList();
    }

    private static List<Row> told() {
        List<Row> rows = new ArrayList<>();
        for (String hello : List.of(
                hello("0303", SESSION, "0a0a1a1a", usual("0304", GROUPS, X25519)),
                hello("0303", SESSION, "0a0a1a1a", groups(GROUPS), signatures()),
                hello("0303", SESSION, SUITES_1_3, usual("7f7f", GROUPS, X25519)),
                hello("0301", SESSION, SUITES_1_2, groups(GROUPS)),
                hello("0303", SESSION, SUITES_1_3 + SUITES_1_2, groups(GROUPS), signatures(), "002b000503"))) {
            rows.add(new Row("ClientHello " + rows.size(), c -> {
                byte[] answer = answer(c, record(hello));
                if (answer.length == 0 || answer[0] != ALERT) {
                    throw Judgement.fail("an alert", answer.length + " bytes of none");
                }
            }));
        }
        return rows;
    }

    private static void bleed(Conversation conversation) throws Judgement {
        String beats = extension("000f", "01");
        String hello = hello("0303", SESSION, SUITES_1_2, groups(GROUPS), signatures(), beats);
        byte[] first = answer(conversation, record(hello));
        conversation.send(Output.bytes("a heartbeat", HexFormat.of().parseHex("1803030003010200")));
        conversation.halfClose();
        byte[] rest = conversation.readBytes(Integer.MAX_VALUE);
        byte[] all = Arrays.copyOf(first, first.length + rest.length);
        System.arraycopy(rest, 0, all, first.length, rest.length);
        for (int at = 0; at + 4 < all.length; at += 5 + (((all[at + 3] & 0xFF) << 8) | (all[at + 4] & 0xFF))) {
            if (all[at] == HEARTBEAT) {
                throw Judgement.fail("no answer to a heartbeat that is longer than its record", "a heartbeat");
            }
        }
    }
}
