package dev.parley.endpoints.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NicknameTest {
    static Stream<String> good() {
        return Stream.of(
                "a",
                "Ada Lovelace",
                "O'Brien-Łukasz",
                "李雷",
                "محمد",
                "नमस्ते",
                "😀",
                "👩🏽",
                "❤\uFE0F",
                "x".repeat(32),
                "😀".repeat(32),
                "e\u0301".repeat(32),
                "\uD83E\uDEE0" /* emoji of Unicode 14 */,
                "1",
                "<b>",
                "a\u00A0b");
    }

    static Stream<String> bad() {
        return Stream.of(
                "",
                " ",
                "\u00A0",
                "\u3000\u2007\u202F",
                "\t\n",
                "x".repeat(33),
                "😀".repeat(33),
                "x".repeat(10_000),
                "e\u0301".repeat(5_000),
                "~",
                "~f4dcb96a9d64",
                "\uFF5Ea",
                "a\u0000b",
                "a\nb",
                "a\u007Fb",
                "a\u0085b",
                "a\u200Bb",
                "a\u200Cb",
                "a\u200Db",
                "a\u2060b",
                "\uFEFFa",
                "a\u00ADb",
                "\u202Eabc",
                "a\u202Ab",
                "a\u2066b",
                "a\u200Fb",
                "a\u061Cb",
                "a\u2028b",
                "a\u2029b",
                "\uE000",
                "\uD800",
                "a\uDC00",
                "\uFFFF",
                "\u3164",
                "a\u3164",
                "\u115F",
                "\u1160",
                "\uFFA0",
                "\u2800",
                "a\u034Fb",
                "a\u180Eb",
                "a\uFE00b",
                "\uFE0F",
                "\u0301",
                "\u20DDa",
                new String(Character.toChars(0xE0041)),
                new String(Character.toChars(0xE0101)) + "a",
                new String(Character.toChars(0x10FFFF)));
    }

    private static Nickname name(String text) {
        return Nickname.of(text).orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("good")
    void takesNames(String text) {
        assertTrue(Nickname.of(text).isPresent());
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesWhatCannotBeSeenOrIsTooLong(String text) {
        assertEquals(Optional.empty(), Nickname.of(text));
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {" Ada ,Ada", "\u00A0Ada\u00A0,Ada", "\u3000Ada\u2007,Ada", "e\u0301,é", "\t\u00A0 Ada B,Ada B"})
    void showsComposedNamesWithoutBlanksAtTheirEnds(String text, String shown) {
        assertEquals(shown, name(text).shown());
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "Ada,ADA",
                "Ada,ａｄａ",
                "Ada,Ada\u00A0",
                "é,e\u0301",
                "É,e\u0301",
                "ﬁn,FIN",
                "Å,\u212B",
                "K,\u212A",
                "ΟΔΟΣ,οδοσ",
                "οδος,οδοσ",
                "\u01F0,J\u030C",
                "Straße,STRASSE",
                "ẞ,ß",
                "ẞ,ss",
                "ı,I",
                "①,1",
                "a b,a\u00A0b",
                "a b,a  b",
                "❤,❤\uFE0F",
                "❤\uFE0E,❤\uFE0F",
                "ſ,s",
                "Ω,\u2126",
                "İ,i\u0307"
            })
    void doesNotTellNamesApartThatLookTheSame(String one, String other) {
        assertEquals(name(one).key(), name(other).key());
    }

    @ParameterizedTest
    @CsvSource({"Ada,Ade", "a,á", "ab,a b", "😀,😁"})
    void tellsNamesApartThatDiffer(String one, String other) {
        assertNotEquals(name(one).key(), name(other).key());
    }

    @ParameterizedTest
    @MethodSource("good")
    void keepsTheKeyOfItsKey(String text) {
        Nickname name = name(text);
        Nickname.of(name.key()).ifPresent(again -> assertEquals(name.key(), again.key()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\u0301", "\uFDFA", "😀"})
    void isFastOnLongNames(String character) {
        String text = character.repeat(5_000);
        assertTimeoutPreemptively(Duration.ofSeconds(2), () -> {
            for (int i = 0; i < 10_000; i++) {
                assertEquals(Optional.empty(), Nickname.of(text));
            }
        });
    }

    @Test
    void saysWhatIsAllowed() {
        assertTrue(Nickname.RULE.contains("1 to 32 characters"), Nickname.RULE);
    }
}
