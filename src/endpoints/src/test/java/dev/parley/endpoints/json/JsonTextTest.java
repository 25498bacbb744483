package dev.parley.endpoints.json;

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
                new Value("1e999999999", Field.Kind.NUMBER, "1e999999999"),
                new Value("1E+2", Field.Kind.NUMBER, "1E+2"),
                new Value("9007199254740993", Field.Kind.NUMBER, "9007199254740993"),
                new Value("9".repeat(5000), Field.Kind.NUMBER, "9".repeat(5000)),
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
        assertEquals(Optional.of(new Field(value.kind(), value.content())), fields.get("v"));
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
    @ValueSource(strings = {"{\"a\":1,\"a\":1}", "{\"a\":1,\"b\":2,\"\\u0061\":3}", "{\"\":1,\"\":1}"})
    void refusesAFieldThatStandsTwice(String text) {
        assertEquals("a field stands twice", reason(text));
    }

    @Test
    void sparesFieldsOfNestedObjects() {
        assertEquals(1, fields("{\"a\":{\"b\":1,\"b\":2}}").fields().size());
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
                Optional.of(new Field(Field.Kind.STRING, text)),
                fields("{\"a\":" + json.quote(text) + "}").get("a"));
    }
}
