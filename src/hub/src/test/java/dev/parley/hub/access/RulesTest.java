package dev.parley.hub.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.spi.Authorizer.Action;
import dev.parley.hub.spi.Identity;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {
    private static final Identity STRANGER = Identity.stranger("0123");
    private static final Identity ADA = new Identity("Ada", Set.of("editor", "admin"), Optional.empty());
    private static final Identity BOB = new Identity("Bob", Set.of(), Optional.empty());

    /** Says who may do what: the first letters of the actions of the stranger, of Ada and of Bob. */
    private static String allowed(String rules, String channel) {
        Rules read = Rules.parse(rules).orElseThrow();
        return List.of(STRANGER, ADA, BOB).stream()
                .map(who -> Arrays.stream(Action.values())
                        .filter(action -> read.allows(who, action, channel))
                        .map(action -> action.name().substring(0, 2))
                        .collect(Collectors.joining("+")))
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "*: all=anyone,                                        a:x,   SU+PU+PR+HI SU+PU+PR+HI SU+PU+PR+HI",
        "*: all=user,                                          a:x,   ' SU+PU+PR+HI SU+PU+PR+HI'",
        "*: all=nobody,                                        a:x,   '  '",
        "a: all=anyone,                                        b:x,   '  '",
        "a: subscribe=anyone,                                  a:x,   SU SU SU",
        "a: all=anyone publish=role:editor,                    a:x,   SU+PR+HI SU+PU+PR+HI SU+PR+HI",
        "a: publish=role:editor all=nobody,                    a:x,   '  '",
        "a: publish=role:edit,                                 a:x,   '  '",
        "'a: publish=user:Bob,role:admin',                     a:x,   ' PU PU'",
        "a: publish=user:bob,                                  a:x,   '  '",
        "inbox: subscribe=owner,                               inbox:Ada, ' SU '",
        "inbox: subscribe=owner,                               inbox:Ada:x, '  '",
        "inbox: subscribe=owner,                               inbox:~0123, '  '",
        "a: history=user ; * : presence=anyone,                a:x,   ' HI HI'",
        "a: history=user ; * : presence=anyone,                b:x,   PR PR PR",
    })
    void allow(String rules, String channel, String expected) {
        assertEquals(expected, allowed(rules, channel));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a:",
                ":all=anyone",
                "a: all",
                "a: all=",
                "a: all=everyone",
                "a: write=anyone",
                "a: all=role:",
                "a: all=user:",
                "a: all=user:~x",
                "a: all=anyone;",
                "a: all=anyone; a: all=user",
                "a: all=anyone,",
                "a b: all=anyone",
                "a: ALL=anyone",
            })
    void areRefused(String rules) {
        assertTrue(Rules.parse(rules).isEmpty());
    }

    @Test
    void nameTheirRoles() {
        assertEquals(
                Set.of("x", "y"),
                Rules.parse("a: all=role:x,user publish=role:y; *: all=nobody")
                        .orElseThrow()
                        .roles());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "~x", "a\nb", "a\u202Eb", "\uD800", "a\u0000"})
    void areNotForNamesThatDeceive(String name) {
        assertTrue(!Identity.isName(name));
    }
}
