package dev.parley.hub.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MergePatchTest {
    private static final JsonProvider JSON = JsonProvider.provider();

    private static JsonValue parsed(String text) {
        try (JsonReader reader = JSON.createReader(new StringReader(text))) {
            return reader.readValue();
        }
    }

    @Nested
    class Apply {
        /** The test cases of RFC 7396, appendix A. */
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{\"a\":\"b\"}                 | {\"a\":\"c\"}                     | {\"a\":\"c\"}",
                    "{\"a\":\"b\"}                 | {\"b\":\"c\"}                     | {\"a\":\"b\",\"b\":\"c\"}",
                    "{\"a\":\"b\"}                 | {\"a\":null}                      | {}",
                    "{\"a\":\"b\",\"b\":\"c\"}     | {\"a\":null}                      | {\"b\":\"c\"}",
                    "{\"a\":[\"b\"]}               | {\"a\":\"c\"}                     | {\"a\":\"c\"}",
                    "{\"a\":\"c\"}                 | {\"a\":[\"b\"]}                   | {\"a\":[\"b\"]}",
                    "{\"a\":{\"b\":\"c\"}}         | {\"a\":{\"b\":\"d\",\"c\":null}}  | {\"a\":{\"b\":\"d\"}}",
                    "{\"a\":[{\"b\":\"c\"}]}       | {\"a\":[1]}                       | {\"a\":[1]}",
                    "[\"a\",\"b\"]                 | [\"c\",\"d\"]                     | [\"c\",\"d\"]",
                    "{\"a\":\"b\"}                 | [\"c\"]                           | [\"c\"]",
                    "{\"a\":\"foo\"}               | null                              | null",
                    "{\"a\":\"foo\"}               | \"bar\"                           | \"bar\"",
                    "{\"e\":null}                  | {\"a\":1}                         | {\"e\":null,\"a\":1}",
                    "[1,2]                         | {\"a\":\"b\",\"c\":null}          | {\"a\":\"b\"}",
                    "{}                            | {\"a\":{\"bb\":{\"ccc\":null}}}   | {\"a\":{\"bb\":{}}}"
                })
        void doesAsTheStandardSays(String target, String patch, String result) {
            assertEquals(result, MergePatch.apply(target, patch));
        }

        @Test
        void leavesWhatItDoesNotTouchAsItWasWritten() {
            assertEquals(
                    "{\"n\":1.000,\"big\":12345678901234567890123,\"t\":[ 1, {\"x\" : null} ],\"s\":\"\\u00e9\\\"}\",\"z\":2}",
                    MergePatch.apply(
                            " { \"n\" : 1.000 , \"big\":12345678901234567890123, \"t\": [ 1, {\"x\" : null} ]"
                                    + ",\"s\":\"\\u00e9\\\"}\" }\n",
                            "{\"z\":2}"));
        }

        @Test
        void knowsANameHoweverItIsEscaped() {
            assertEquals("{\"b\":1}", MergePatch.apply("{\"a\":0,\"b\":1}", "{\"\\u0061\":null}"));
            assertEquals(
                    "{\"\\n\\t\\b\\f\\r\\/\\\\\\\"\":2}",
                    MergePatch.apply(
                            "{\"\\u000a\\u0009\\u0008\\u000C\\u000d/\\u005C\\u0022\":1}",
                            "{\"\\n\\t\\b\\f\\r\\/\\\\\\\"\":2}"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "{",
                    "{\"a\"",
                    "{\"a\":",
                    "{\"a\":}",
                    "{\"a\":1",
                    "{\"a\":\"",
                    "{\"a\":1 2}",
                    "{a:1}",
                    "{\"a\":[1}",
                    "{\"\\u00g0\":1}",
                    "{\"\\x\":1}"
                })
        void refusesWhatItSeesIsNoJson(String text) {
            assertThrows(IllegalArgumentException.class, () -> MergePatch.apply("{\"b\":1}", text));
        }

        @Test
        void refusesWhatIsNestedTooDeep() {
            int most = MergePatch.MAX_DEPTH;
            String deepest = "{\"a\":".repeat(most) + "1" + "}".repeat(most);
            assertEquals(deepest, MergePatch.apply("0", deepest));
            assertThrows(IllegalArgumentException.class, () -> MergePatch.apply("0", "{\"a\":" + deepest + "}"));
            assertEquals(Optional.empty(), MergePatch.between("{}", "{\"a\":" + deepest + "}"));
        }
    }

    @Nested
    class Between {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{\"a\":1,\"b\":2}         | {\"a\":1,\"b\":3}         | {\"b\":3}",
                    "{\"a\":1,\"b\":2}         | {\"b\":2,\"c\":4}         | {\"a\":null,\"c\":4}",
                    "{\"a\":{\"b\":1,\"c\":2}} | {\"a\":{\"b\":1,\"c\":3}} | {\"a\":{\"c\":3}}",
                    "{\"a\":[1]}               | {\"a\":[null]}            | {\"a\":[null]}",
                    "{\"a\":1}                 | {\"a\":{\"b\":{}}}        | {\"a\":{\"b\":{}}}",
                    "{\"a\":1}                 | {\"a\":1}                 | {}"
                })
        void isWhatDiffers(String from, String to, String patch) {
            assertEquals(Optional.of(patch), MergePatch.between(from, to));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{}              | {\"a\":null}",
                    "{\"a\":1}       | {\"a\":null}",
                    "{\"a\":{}}      | {\"a\":{\"b\":null}}",
                    "{\"a\":1}       | {\"a\":{\"b\":null}}",
                    "[1]             | [2]",
                    "{}              | 1",
                    "1               | {}"
                })
        void isNothingWhereNoPatchCanSayIt(String from, String to) {
            assertEquals(Optional.empty(), MergePatch.between(from, to));
        }
    }

    /** Against an implementation that is not ours, on values made at random. */
    @Test
    void agreesWithAnotherImplementation() {
        Random random = new Random(7396);
        int patches = 0;
        for (int i = 0; i < 20_000; i++) {
            String from = value(random, 3);
            String to = random.nextInt(3) == 0 ? value(random, 3) : MergePatch.apply(from, value(random, 3));
            JsonValue expected = JSON.createMergePatch(parsed(to)).apply(parsed(from));
            assertEquals(expected, parsed(MergePatch.apply(from, to)), () -> from + " patched by " + to);
            Optional<String> patch = MergePatch.between(from, to);
            if (patch.isPresent()) {
                patches++;
                assertEquals(parsed(to), parsed(MergePatch.apply(from, patch.get())), () -> from + " to " + to);
            }
        }
        assertTrue(patches > 1_000, patches + " patches");
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 8)) {
            case 0 -> "null";
            case 1 -> "\"}]\\\"" + (char) ('a' + random.nextInt(3)) + "\"";
            case 2 -> Integer.toString(random.nextInt(10));
            case 3 -> "true";
            case 4 -> "[" + value(random, depth - 1) + ", " + value(random, depth - 1) + "]";
            default -> object(random, depth);
        };
    }

    private static String object(Random random, int depth) {
        List<String> members = new ArrayList<>();
        for (String name : List.of("a", "\\u0062", "b\\\"", "d")) {
            if (random.nextBoolean()) {
                members.add("\"" + name + "\" : " + value(random, depth - 1));
            }
        }
        return "{" + String.join(" ,", members) + "}";
    }
}
