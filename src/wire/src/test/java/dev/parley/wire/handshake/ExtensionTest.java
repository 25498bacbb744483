package dev.parley.wire.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.wire.handshake.Extension.Parameter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 9.1. */
class ExtensionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "deflate-stream | deflate-stream",
                "mux; max-channels=4; flow-control, deflate-stream | mux; max-channels=4; flow-control, deflate-stream",
                "private-extension | private-extension",
                "a;b;c=d,e | a; b; c=d, e",
                "a ; b = c ; d | a; b=c; d",
                "a\t;\tb\t=\tc\t,\td | a; b=c, d",
                "a; b=\"c\" | a; b=c",
                "a; b = \"c\" ; d | a; b=c; d",
                "a; b=\"c\", d | a; b=c, d",
                "a; b=\"\\c\\1\" | a; b=c1",
                "a; b=1; b=2; b | a; b=1; b=2; b",
                "a, a, a;b | a, a, a; b",
                ", a, , b,, | a, b",
                "!#$%&*+-.^_`~09azAZ; x | !#$%&*+-.^_`~09azAZ; x"
            })
    void reads(String header, String normalized) {
        assertEquals(normalized, joined(Extension.parse(List.of(header)).orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                ", ,",
                ";",
                "=",
                "a;",
                "a;;b",
                "a; ;b",
                ";a",
                "a=b",
                "a; =b",
                "a; b=",
                "a; b= ",
                "a; b=;c",
                "a; b=,c",
                "a b",
                "a; b c",
                "a; b=c d",
                "a; b==c",
                "a; b=c=d",
                "a; b=\"\"",
                "a; b=\"",
                "a; b=\"c",
                "a; b=\"c\\",
                "a; b=\"c\\\"",
                "a; b=\"c d\"",
                "a; b=\"c,d\"",
                "a; b=\"c;d\"",
                "a; b=\"c\\\"d\"",
                "a; b=\"\\\\\"",
                "a; b=\"c\"d",
                "a; b=\"c\"\"d\"",
                "a; b=c\"d\"",
                "a; \"b\"=c",
                "\"a\"",
                "a; b='c d'",
                "a/b",
                "a; b=/",
                "a(c)",
                "a; b=\u00e9",
                "\u00e9",
                "a, b;",
                "a, @",
                "a; b=[8]",
                "a:b",
                "a?b",
                "a; b={c}",
                "a\\b",
                "a; b=\"\u00e9\""
            })
    void refuses(String header) {
        assertEquals(Optional.empty(), Extension.parse(List.of(header)));
    }

    @Test
    void joinsFields() {
        List<Extension> joined = List.of(Extension.of("foo"), Extension.of("bar", Parameter.of("baz", "2")));
        assertEquals(Optional.of(joined), Extension.parse(List.of("foo", "bar; baz=2")));
        assertEquals(Optional.of(joined), Extension.parse(List.of("foo, bar; baz=2")));
        assertEquals(Optional.of(joined), Extension.parse(List.of("", "foo", ",", "bar; baz=2")));
    }

    @Test
    void neverJoinsAQuotedStringAcrossFields() {
        assertEquals(Optional.empty(), Extension.parse(List.of("a; b=\"c", "d\"")));
        assertEquals(Optional.empty(), Extension.parse(List.of("a", "b; ")));
    }

    @Test
    void noFieldsAreNoExtensions() {
        assertEquals(Optional.of(List.of()), Extension.parse(List.of()));
    }

    @Test
    void cannotBeMadeOfWhatIsNoToken() {
        assertThrows(IllegalArgumentException.class, () -> Extension.of(""));
        assertThrows(IllegalArgumentException.class, () -> Extension.of("a, b"));
        assertThrows(IllegalArgumentException.class, () -> Parameter.of("a=b"));
        assertThrows(IllegalArgumentException.class, () -> Parameter.of("a", ""));
        assertThrows(IllegalArgumentException.class, () -> Parameter.of("a", "b\r\nc"));
        assertThrows(IllegalArgumentException.class, () -> Parameter.of("\u0161"));
    }

    private static String joined(List<Extension> extensions) {
        return String.join(", ", extensions.stream().map(Extension::toString).toList());
    }
}
