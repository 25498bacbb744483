package dev.parley.wire.deflate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.wire.deflate.DeflateNegotiation.Accepted;
import dev.parley.wire.handshake.Extension;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * In the tables "pmd" stands for permessage-deflate, "snct", "cnct" for server and client "no context takeover", "smwb",
 * "cmwb" for server and client "max window bits". A direction is written as its window bits, with "-" if its context is
 * not taken over.
 */
class DeflateNegotiationTest {
    @Nested
    class Server {
        @ParameterizedTest(name = "{0} with {1} gives {2}")
        @CsvSource(
                delimiter = '|',
                value = {
                    // offer | own and peer | answer | server | client
                    "pmd | 15 15 | pmd | 15 | 15",
                    "pmd; snct | 15 15 | pmd; snct | 15- | 15",
                    "pmd; cnct | 15 15 | pmd; cnct | 15 | 15-",
                    "pmd; snct; cnct | 15 15 | pmd; snct; cnct | 15- | 15-",
                    "pmd; cmwb | 15 15 | pmd | 15 | 15",
                    "pmd; cmwb=15 | 15 15 | pmd | 15 | 15",
                    "pmd; cmwb=10 | 15 15 | pmd; cmwb=10 | 15 | 10",
                    "pmd; cmwb=8 | 15 15 | pmd; cmwb=8 | 15 | 8",
                    "pmd; cmwb=\"11\" | 15 15 | pmd; cmwb=11 | 15 | 11",
                    "pmd; cmwb=\"1\\2\" | 15 15 | pmd; cmwb=12 | 15 | 12",
                    "pmd; smwb=15 | 15 15 | pmd; smwb=15 | 15 | 15",
                    "pmd; smwb=8 | 15 15 | pmd; smwb=8 | 8 | 15",
                    "pmd; smwb=9; cmwb=9; snct; cnct | 15 15 | pmd; snct; cnct; smwb=9; cmwb=9 | 9- | 9-",
                    // settings of the server
                    "pmd | 15- 15- | pmd; snct; cnct | 15- | 15-",
                    "pmd | 10 15 | pmd; smwb=10 | 10 | 15",
                    "pmd; smwb=12 | 10 15 | pmd; smwb=10 | 10 | 15",
                    "pmd; smwb=9 | 10 15 | pmd; smwb=9 | 9 | 15",
                    "pmd | 15 10 | pmd | 15 | 15",
                    "pmd; cmwb | 15 10 | pmd; cmwb=10 | 15 | 10",
                    "pmd; cmwb=12 | 15 10 | pmd; cmwb=10 | 15 | 10",
                    "pmd; cmwb=9 | 15 10 | pmd; cmwb=9 | 15 | 9",
                    "pmd | 15 10- | pmd; cnct | 15 | 15-",
                    // preference and other extensions
                    "x-foo, pmd; cnct, pmd | 15 15 | pmd; cnct | 15 | 15-",
                    "pmd; nonsense, pmd; snct | 15 15 | pmd; snct | 15- | 15",
                    "pmd; smwb=16, pmd; smwb, pmd; smwb=7, pmd; smwb=14, pmd | 15 15 | pmd; smwb=14 | 14 | 15",
                })
        void takes(String offer, String settings, String answer, String server, String client) {
            Accepted accepted = DeflateNegotiation.accept(extensions(offer), settings(settings))
                    .orElseThrow();
            assertEquals(full(answer), accepted.answer().toString());
            assertEquals(new DeflateAgreement(direction(server), direction(client)), accepted.agreement());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "x-foo",
                    "PERMESSAGE-DEFLATE",
                    "permessage-bzip2",
                    "pmd; x",
                    "pmd; x=1",
                    "pmd; SERVER_NO_CONTEXT_TAKEOVER",
                    "pmd; snct=1",
                    "pmd; snct=true",
                    "pmd; snct=\"x\"",
                    "pmd; cnct=1",
                    "pmd; snct; snct",
                    "pmd; cnct; cnct",
                    "pmd; smwb",
                    "pmd; smwb=0",
                    "pmd; smwb=7",
                    "pmd; smwb=16",
                    "pmd; smwb=08",
                    "pmd; smwb=010",
                    "pmd; smwb=8.0",
                    "pmd; smwb=+8",
                    "pmd; smwb=-8",
                    "pmd; smwb=1O",
                    "pmd; smwb=150",
                    "pmd; smwb=99999999999",
                    "pmd; smwb=x",
                    "pmd; smwb=8; smwb=8",
                    "pmd; cmwb=7",
                    "pmd; cmwb=16",
                    "pmd; cmwb=08",
                    "pmd; cmwb=x",
                    "pmd; cmwb; cmwb",
                    "pmd; cmwb; cmwb=10",
                    "pmd; cmwb=\"0\"",
                    "pmd; snct; x, pmd; cnct=2"
                })
        void declines(String offer) { // 7
            assertEquals(Optional.empty(), DeflateNegotiation.accept(extensions(offer), DeflateSettings.DEFAULT));
        }

        @Test
        void declinesWhenNothingIsOffered() {
            assertEquals(Optional.empty(), DeflateNegotiation.accept(List.of(), DeflateSettings.DEFAULT));
        }
    }

    @Nested
    class Client {
        @ParameterizedTest(name = "{0} offers {1}")
        @CsvSource(
                delimiter = '|',
                value = {
                    "15 15 | pmd; cmwb",
                    "15- 15 | pmd; cnct; cmwb",
                    "15 15- | pmd; snct; cmwb",
                    "10 15 | pmd; cmwb=10",
                    "15 9 | pmd; smwb=9; cmwb",
                    "8- 8- | pmd; snct; cnct; smwb=8; cmwb=8"
                })
        void offers(String settings, String offer) {
            assertEquals(
                    full(offer), DeflateNegotiation.offer(settings(settings)).toString());
        }

        @ParameterizedTest(name = "{0} answered by {1}")
        @CsvSource(
                delimiter = '|',
                value = {
                    // offer | answer | server | client
                    "pmd | pmd | 15 | 15",
                    "pmd | pmd; snct; cnct | 15- | 15-",
                    "pmd | pmd; smwb=8 | 8 | 15",
                    "pmd | pmd; smwb=\"12\" | 12 | 15",
                    "pmd; cmwb | pmd | 15 | 15",
                    "pmd; cmwb | pmd; cmwb=8 | 15 | 8",
                    "pmd; cmwb | pmd; cmwb=15 | 15 | 15",
                    "pmd; cmwb=10 | pmd; cmwb=10 | 15 | 10",
                    "pmd; cmwb=10 | pmd; cmwb=9 | 15 | 9",
                    "pmd; cmwb=10 | pmd | 15 | 10",
                    "pmd; cnct | pmd | 15 | 15-",
                    "pmd; cnct | pmd; cnct | 15 | 15-",
                    "pmd; snct | pmd; snct | 15- | 15",
                    "pmd; smwb=10 | pmd; smwb=10 | 10 | 15",
                    "pmd; smwb=10 | pmd; smwb=8 | 8 | 15",
                    "x-foo | x-foo, pmd; snct | - | -",
                    "pmd; smwb=10, pmd | pmd | 15 | 15",
                    "pmd; snct, pmd; smwb=9 | x-foo, pmd; smwb=9 | 9 | 15"
                })
        void agrees(String offer, String answer, String server, String client) {
            DeflateAnswer judged = DeflateNegotiation.judge(extensions(offer), extensions(answer));
            if (server.equals("-")) {
                assertEquals(new DeflateAnswer.Failed(DeflateFault.UNOFFERED), judged);
            } else {
                DeflateAgreement agreement = new DeflateAgreement(direction(server), direction(client));
                assertEquals(new DeflateAnswer.Agreed(agreement), judged);
            }
        }

        @ParameterizedTest(name = "{0} answered by {1} is {2}")
        @CsvSource(
                delimiter = '|',
                value = {
                    "pmd | pmd; x | UNDEFINED_PARAMETER",
                    "pmd | pmd; SNCT | UNDEFINED_PARAMETER",
                    "pmd | pmd; snct; snct | REPEATED_PARAMETER",
                    "pmd | pmd; smwb=9; smwb=9 | REPEATED_PARAMETER",
                    "pmd | pmd; snct=1 | INVALID_VALUE",
                    "pmd | pmd; cnct=0 | INVALID_VALUE",
                    "pmd | pmd; smwb | INVALID_VALUE",
                    "pmd | pmd; smwb=7 | INVALID_VALUE",
                    "pmd | pmd; smwb=16 | INVALID_VALUE",
                    "pmd | pmd; smwb=010 | INVALID_VALUE",
                    "pmd; cmwb | pmd; cmwb | INVALID_VALUE",
                    "pmd; cmwb | pmd; cmwb=16 | INVALID_VALUE",
                    "pmd; cmwb | pmd; cmwb=08 | INVALID_VALUE",
                    "pmd | pmd, pmd | REPEATED_ANSWER",
                    "pmd; snct | pmd | CONTEXT_TAKEOVER_NOT_CONFIRMED",
                    "pmd; snct | pmd; cnct | CONTEXT_TAKEOVER_NOT_CONFIRMED",
                    "pmd; smwb=10 | pmd | SERVER_WINDOW_TOO_LARGE",
                    "pmd; smwb=10 | pmd; smwb=11 | SERVER_WINDOW_TOO_LARGE",
                    "pmd | pmd; cmwb=15 | UNASKED_CLIENT_WINDOW",
                    "pmd | pmd; cmwb=10 | UNASKED_CLIENT_WINDOW",
                    "pmd; cmwb=10 | pmd; cmwb=11 | UNASKED_CLIENT_WINDOW",
                    "pmd; smwb=10, pmd; snct | pmd | CONTEXT_TAKEOVER_NOT_CONFIRMED",
                    "x-foo | pmd | UNOFFERED",
                    "x-foo | pmd; x | UNDEFINED_PARAMETER"
                })
        void fails(String offer, String answer, DeflateFault fault) { // 7
            assertEquals(
                    new DeflateAnswer.Failed(fault), DeflateNegotiation.judge(extensions(offer), extensions(answer)));
        }

        @Test
        void goesOnWithoutIfTheServerDoesNotTakeIt() {
            assertInstanceOf(
                    DeflateAnswer.NotUsed.class, DeflateNegotiation.judge(extensions("pmd"), extensions("x-foo")));
            assertInstanceOf(DeflateAnswer.NotUsed.class, DeflateNegotiation.judge(extensions("pmd"), List.of()));
        }

        @Test
        void mustNotHaveOfferedNonsense() {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> DeflateNegotiation.judge(extensions("pmd; smwb"), extensions("pmd")));
        }
    }

    @Nested
    class BothSides {
        @Test
        void agreeAlikeWhateverTheirSettings() {
            for (DeflateSettings client : everySettings()) {
                for (DeflateSettings server : everySettings()) {
                    List<Extension> offer = List.of(DeflateNegotiation.offer(client));
                    Accepted accepted = DeflateNegotiation.accept(offer, server).orElseThrow();
                    assertEquals(
                            new DeflateAnswer.Agreed(accepted.agreement()),
                            DeflateNegotiation.judge(offer, List.of(accepted.answer())),
                            client + " and " + server);
                    assertEquals(
                            server.own().and(accepted.agreement().server()),
                            accepted.agreement().server());
                    assertEquals(
                            client.own().and(accepted.agreement().client()),
                            accepted.agreement().client());
                    assertEquals(
                            client.peer().and(accepted.agreement().server()),
                            accepted.agreement().server());
                    assertEquals(
                            server.peer().and(accepted.agreement().client()),
                            accepted.agreement().client());
                }
            }
        }

        private List<DeflateSettings> everySettings() {
            List<DeflateDirection> directions =
                    List.of(direction("15"), direction("15-"), direction("8"), direction("11-"), direction("12"));
            return directions.stream()
                    .flatMap(own -> directions.stream().map(peer -> new DeflateSettings(own, peer, -1)))
                    .toList();
        }
    }

    @Nested
    class Values {
        @Test
        void checkTheirRanges() {
            DeflateDirection any = DeflateDirection.UNRESTRICTED;
            assertThrows(IllegalArgumentException.class, () -> new DeflateDirection(ContextTakeover.ALLOWED, 7));
            assertThrows(IllegalArgumentException.class, () -> new DeflateDirection(ContextTakeover.ALLOWED, 16));
            assertThrows(IllegalArgumentException.class, () -> new DeflateSettings(any, any, -2));
            assertThrows(IllegalArgumentException.class, () -> new DeflateSettings(any, any, 10));
            assertEquals(9, new DeflateSettings(any, any, 9).level());
            IntStream.rangeClosed(8, 15)
                    .forEach(bits ->
                            assertEquals(bits, new DeflateDirection(ContextTakeover.FORBIDDEN, bits).maxWindowBits()));
        }

        @ParameterizedTest
        @EnumSource(DeflateFault.class)
        void nameTheirSection(DeflateFault fault) {
            assertEquals(true, fault.section().matches("(RFC 6455 )?[4-7](\\.\\d){0,3}"), fault.section());
        }
    }

    private static List<Extension> extensions(String header) {
        return Extension.parse(List.of(full(header))).orElseThrow();
    }

    private static DeflateSettings settings(String ownAndPeer) {
        String[] directions = ownAndPeer.split(" ", -1);
        return new DeflateSettings(direction(directions[0]), direction(directions[1]), -1);
    }

    private static DeflateDirection direction(String text) {
        boolean forbidden = text.endsWith("-");
        return new DeflateDirection(
                forbidden ? ContextTakeover.FORBIDDEN : ContextTakeover.ALLOWED,
                Integer.parseInt(text.replace("-", "")));
    }

    private static String full(String header) {
        return header.replace("pmd", "permessage-deflate")
                .replace("snct", "server_no_context_takeover")
                .replace("cnct", "client_no_context_takeover")
                .replace("smwb", "server_max_window_bits")
                .replace("cmwb", "client_max_window_bits");
    }
}
