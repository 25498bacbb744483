package dev.parley.endpoints.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.endpoints.api.ChannelPolicy;
import dev.parley.endpoints.api.Hub.Registration;
import dev.parley.hub.access.Rules;
import dev.parley.hub.spi.Attempt;
import dev.parley.hub.spi.Authorizer.Action;
import dev.parley.hub.spi.Authorizer.Decision;
import dev.parley.hub.spi.Identity;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoliciesTest {
    private static final Identity ADA = new Identity("Ada", Set.of(), Optional.empty());

    private final Policies policies =
            new Policies(Rules.parse("news: all=user; *: all=anyone").orElseThrow());

    private static ChannelPolicy refusing(Action action, String reason) {
        return new ChannelPolicy() {
            @Override
            public Decision onSubscribe(Identity user, String channel) {
                return decide(Action.SUBSCRIBE);
            }

            @Override
            public Decision onPublish(Identity user, Attempt attempt) {
                return decide(Action.PUBLISH);
            }

            @Override
            public Decision onPresence(Identity user, String channel) {
                return decide(Action.PRESENCE);
            }

            private Decision decide(Action asked) {
                return asked == action ? Decision.refused(reason) : Decision.ALLOWED;
            }
        };
    }

    private Decision decide(Identity who, Action action, String channel) {
        return policies.decide(who, Attempt.of(action, channel));
    }

    record Case(Action refused, List<Action> affected) {}

    static Stream<Case> cases() {
        return Stream.of(
                new Case(Action.SUBSCRIBE, List.of(Action.SUBSCRIBE, Action.HISTORY)),
                new Case(Action.PUBLISH, List.of(Action.PUBLISH)),
                new Case(Action.PRESENCE, List.of(Action.PRESENCE)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void refuseWithTheirReasonUntilTheyEnd(Case given) {
        Registration registration = policies.add("news:*", refusing(given.refused(), "closed"));
        for (Action action : Action.values()) {
            Decision decision = decide(ADA, action, "news:a");
            assertEquals(given.affected().contains(action) ? Decision.refused("closed") : Decision.ALLOWED, decision);
            assertEquals(Decision.ALLOWED, decide(ADA, action, "chat:a"));
        }
        registration.close();
        registration.close();
        assertTrue(decide(ADA, given.refused(), "news:a").allowed());
    }

    @Test
    void allMustAllowIt() {
        policies.add("news:a", refusing(Action.PUBLISH, "first"));
        policies.add("*", refusing(Action.PUBLISH, "second"));
        policies.add("*", refusing(Action.PRESENCE, "third"));
        assertEquals("first", decide(ADA, Action.PUBLISH, "news:a").reason());
        assertEquals("second", decide(ADA, Action.PUBLISH, "news:b").reason());
        assertFalse(policies.allows(ADA, Action.PRESENCE, "news:b"));
    }

    @Test
    void allowNothingThatTheRulesRefuse() {
        policies.add("*", new ChannelPolicy() {
            @Override
            public Decision onSubscribe(Identity user, String channel) {
                throw new AssertionError("asked for what is refused already");
            }
        });
        assertEquals(Decision.FORBIDDEN, decide(Identity.stranger("x"), Action.SUBSCRIBE, "news:a"));
    }

    @Test
    void refuseWhenTheyFail() {
        policies.add("*", new ChannelPolicy() {
            @Override
            public Decision onSubscribe(Identity user, String channel) {
                throw new IllegalStateException("no database");
            }
        });
        Decision decision = decide(ADA, Action.SUBSCRIBE, "news:a");
        assertEquals(Decision.refused("the application could not decide"), decision);
    }

    @Test
    void areCutShort() {
        policies.add("*", refusing(Action.SUBSCRIBE, "x".repeat(1000)));
        assertEquals(200, decide(ADA, Action.SUBSCRIBE, "news:a").reason().length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "n*", "news:*", "news:a*", "news:a"})
    void havePatternsThatMatch(String pattern) {
        policies.add(pattern, refusing(Action.SUBSCRIBE, "closed"));
        assertFalse(policies.allows(ADA, Action.SUBSCRIBE, "news:a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "news", "news:", "*:a", "news:*a", "news:b", "chat:*", "news:é", "né*"})
    void havePatternsThatDoNotMatchOrAreNone(String pattern) {
        if (ChannelPattern.isOne(pattern)) {
            policies.add(pattern, refusing(Action.SUBSCRIBE, "closed"));
            assertTrue(policies.allows(ADA, Action.SUBSCRIBE, "news:a"));
        } else {
            assertThrows(
                    IllegalArgumentException.class, () -> policies.add(pattern, refusing(Action.SUBSCRIBE, "closed")));
        }
    }
}
