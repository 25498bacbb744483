package dev.parley.hub.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    private static final String WHOLE =
            "{\"type\":\"say\",\"id\":-1.5e3,\"a\":[1,{\"b\":null}],\"t\":true,\"s\":\"\\u00e9\\n\"}";

    private final JsonText json = new JsonText();

    record Value(String text, Field.Kind kind, String content) {}

    static Stream<Value> values() {
        return Stream.of(
                new Value("\"\"", Field.Kind.STRING, ""),
                new Value("\"a b\"", Field.Kind.STRING, "a b"),
                new Value("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", Field.Kind.STRING, "\"\\/\b\f\n\r\t"),
                new Value("\"\\u00e9\"", Field.Kind.STRING, "é"),
                new Value("\"\\ud83d\\ude00\"", Field.Kind.STRING, "😀"),
                new Value("\"😀\"", Field.Kind.STRING, "😀"),
                new Value("0", Field.Kind.NUMBER, "0"),
                new Value("-0", Field.Kind.NUMBER, "-0"),
                new Value("7", Field.Kind.NUMBER, "7"),
                new Value("-12.50", Field.Kind.NUMBER, "-12.50"),
                new Value("1e308", Field.Kind.NUMBER, "1e308"),
                new Value("1e-999999999", Field.Kind.NUMBER, "1e-999999999"),
                new Value("1E+2", Field.Kind.NUMBER, "1E+2"),
                new Value("9007199254740993", Field.Kind.NUMBER, "9007199254740993"),
                new Value("9".repeat(64), Field.Kind.NUMBER, "9".repeat(64)),
                new Value("true", Field.Kind.TRUE, ""),
                new Value("false", Field.Kind.FALSE, ""),
                new Value("null", Field.Kind.NULL, ""),
                new Value("{}", Field.Kind.OBJECT, ""),
                new Value("{\"x\":[{}]}", Field.Kind.OBJECT, ""),
                new Value("[]", Field.Kind.ARRAY, ""),
                new Value("[1,\"]\",{\"}\":[]}]", Field.Kind.ARRAY, ""));
    }

    private Parsed.Fields fields(String text) {
        return assertInstanceOf(Parsed.Fields.class, json.read(text), text);
    }

    private String reason(String text) {
        return assertInstanceOf(Parsed.Malformed.class, json.read(text), text).reason();
    }

    @ParameterizedTest
    @MethodSource("values")
    void readsEveryType(Value value) {
        Parsed.Fields fields = fields(" { \"before\" : 1 , \"v\" : " + value.text() + " , \"after\" : 2 } ");
        assertEquals(Optional.of(new Field(value.kind(), value.content(), value.text())), fields.get("v"));
        assertEquals(
                List.of("before", "v", "after"), List.copyOf(fields.fields().keySet()));
        assertEquals(Optional.empty(), fields.get("V"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{}]", "1", "\"a\"", "true", "null"})
    void refusesWhatIsNoObject(String text) {
        assertEquals("a message is a JSON object", reason(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\uFEFF{}",
                "{}{}",
                "{} x",
                "{},",
                "{\"a\":1}}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":1.}",
                "{\"a\":1e}",
                "{\"a\":-}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":tru}",
                "{\"a\":TRUE}",
                "{\"a\":\"\u0001\"}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\\x41\"}",
                "{\"a\":\"\\u00g0\"}",
                "{\"a\":1,}",
                "{,}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":[1,]}",
                "{\"a\":[1}",
                "{\"a\":{]}",
                "// {}",
                "{}/**/",
                "\u0000"
            })
    void refusesWhatIsNoJson(String text) {
        assertTrue(!reason(text).isBlank());
    }

    static IntStream lengths() {
        return IntStream.range(0, WHOLE.length());
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void refusesATextThatEndsTooEarly(int length) {
        String reason = reason(WHOLE.substring(0, length));
        assertTrue(reason.startsWith("not JSON") || reason.startsWith("a message is"), reason);
    }

    @Test
    void readsTheWholeOfIt() {
        assertEquals(5, fields(WHOLE).fields().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{\"b\":1,\"b\":2}}",
                "{\"a\":[{\"b\":1,\"c\":1,\"b\":2}]}",
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"b\":2,\"\\u0061\":3}",
                "{\"\":1,\"\":1}"
            })
    void refusesAFieldThatStandsTwice(String text) {
        assertEquals("a field stands twice", reason(text));
    }

    @Test
    void takesANameOnceInEachOfSeveralObjects() {
        assertEquals(1, fields("{\"a\":[{\"a\":1},{\"a\":{\"a\":2}}]}").fields().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e309", "-1e999999999", "[1e400]", "{\"x\":[-1e309]}"})
    void refusesNumbersBeyondFloatingPoint(String value) {
        assertEquals("a number is beyond the range of 64-bit floating point", reason("{\"a\":" + value + "}"));
    }

    @Test
    void refusesNumbersThatAreTooLong() {
        assertEquals("a number has more than 64 characters", reason("{\"a\":[" + "9".repeat(65) + "]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":{\"b\":1,\"b\":2},\"id\":7}", "{\"id\":7,\"a\":[[1e999]]}", "{\"id\":7,\"a\":x"})
    void tellsTheFieldsOfWhatItRefuses(String text) {
        Parsed.Malformed malformed = assertInstanceOf(Parsed.Malformed.class, json.read(text));
        assertEquals("7", malformed.get("id").orElseThrow().text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"t\":1}",
                "[{\"t\":1}]",
                " [ {} , { \"t\" : [ \"]}\" , {\"x\":1} ] } , {\"d\":\"\\\"\"} ] ",
                "[{\"a\":{}},{\"b\":[]},{},{},{\"c\":1}]"
            })
    void readsBatchesWithTheValuesAsTheyCame(String text) {
        List<Parsed> all = json.readAll(text, 5);
        for (Parsed each : all) {
            assertInstanceOf(Parsed.Fields.class, each);
            each.fields().values().forEach(field -> assertTrue(text.contains(field.json()), field.json()));
        }
        String last =
                all.get(all.size() - 1).fields().values().iterator().next().json();
        assertTrue(List.of("1", "\"\\\"\"").contains(last), last);
    }

    @Test
    void goesOnBehindAnObjectOfABatchThatItRefuses() {
        List<Parsed> all = json.readAll("[{\"a\":1,\"a\":2},{\"b\":3}]", 2);
        assertInstanceOf(Parsed.Malformed.class, all.get(0));
        assertEquals("3", all.get(1).get("b").orElseThrow().json());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "[{},[]]", "[{}", "[{},]", "[{}]x", "[{}][]", "1", "", "[{},{},{},{}]", "{}{}"})
    void refusesABatchAsAWhole(String text) {
        List<Parsed> all = json.readAll(text, 3);
        assertEquals(1, all.size());
        assertInstanceOf(Parsed.Malformed.class, all.get(0));
    }

    @Test
    void readsTheStringsOfAnArray() {
        assertEquals(List.of("a", "b"), json.strings("[\"a\",1,{\"x\":\"y\"},[\"z\"],\"b\"]"));
    }

    private static String nested(int levels, String open, String close) {
        return "{\"a\":" + open.repeat(levels - 1) + close.repeat(levels - 1) + "}";
    }

    @Test
    void readsSixteenLevels() {
        fields(nested(16, "[", "]"));
        fields("{\"a\":" + "{\"b\":".repeat(15) + "1" + "}".repeat(15) + "}");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 1000, 100_000})
    void refusesDeeperOnes(int levels) {
        assertEquals("nested deeper than 16 levels", reason(nested(levels, "[", "]")));
        assertEquals("nested deeper than 16 levels", reason("{\"a\":" + "{\"b\":".repeat(levels)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"\\ud800\"}",
                "{\"a\":\"\\udc00\"}",
                "{\"a\":\"\\ude00\\ud83d\"}",
                "{\"a\":\"x\\ud800y\"}",
                "{\"\\ud800\":1}"
            })
    void refusesHalvesOfSurrogatePairs(String text) {
        assertEquals("a string holds half of a surrogate pair", reason(text));
    }

    @Test
    void isFastOnLongTexts() {
        String long1 = "{\"a\":\"" + "x".repeat(1_000_000) + "\"}";
        String many = IntStream.range(0, 20_000)
                .mapToObj(i -> "\"k" + i + "\":" + i)
                .reduce((a, b) -> b)
                .map(last -> "{" + last + "}")
                .orElseThrow();
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            fields(long1);
            fields(many);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "\"", "\\", "\u0000\u001f", "é😀", "\u2028\u2029", "</script>", "\u007f"})
    void quotesWhatItReads(String text) {
        assertEquals(
                Optional.of(new Field(Field.Kind.STRING, text, JsonText.quote(text))),
                fields("{\"a\":" + JsonText.quote(text) + "}").get("a"));
    }
}
