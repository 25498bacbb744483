package dev.parley.endpoints.local;

import dev.parley.endpoints.api.ChannelPolicy;
import dev.parley.endpoints.api.Hub.Registration;
import dev.parley.hub.spi.Attempt;
import dev.parley.hub.spi.Authorizer;
import dev.parley.hub.spi.Identity;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The rules of the settings, and then the policies of the application: all of them must allow it. Safe for any thread. */
public final class Policies implements Authorizer {
    private static final Logger LOG = System.getLogger(Policies.class.getName());
    private static final int MAX_REASON = 200;

    private final Authorizer rules;
    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    /** Compared by identity: the same policy may be there twice. */
    private static final class Entry {
        private final ChannelPattern pattern;
        private final ChannelPolicy policy;

        Entry(ChannelPattern pattern, ChannelPolicy policy) {
            this.pattern = pattern;
            this.policy = policy;
        }

        Decision decide(Identity who, Attempt attempt) {
            return switch (attempt.action()) {
                case SUBSCRIBE, HISTORY -> policy.onSubscribe(who, attempt.channel());
                case PUBLISH -> policy.onPublish(who, attempt);
                case PRESENCE -> policy.onPresence(who, attempt.channel());
            };
        }
    }

    /** Begins without policies. */
    public Policies(Authorizer rules) {
        this.rules = rules;
    }

    /**
     * Adds a policy.
     *
     * @throws IllegalArgumentException if the pattern is none
     */
    public Registration add(String pattern, ChannelPolicy policy) {
        Entry entry = new Entry(ChannelPattern.of(pattern), policy);
        entries.add(entry);
        return () -> entries.remove(entry);
    }

    @Override
    public boolean allows(Identity who, Action action, String channel) {
        return decide(who, Attempt.of(action, channel)).allowed();
    }

    @Override
    public Decision decide(Identity who, Attempt attempt) {
        Decision decision = rules.decide(who, attempt);
        for (Entry entry : entries) {
            if (!decision.allowed()) {
                break;
            }
            if (entry.pattern.matches(attempt.channel())) {
                decision = asked(entry, who, attempt);
            }
        }
        return decision;
    }

    private static Decision asked(Entry entry, Identity who, Attempt attempt) {
        try {
            Decision decision = entry.decide(who, attempt);
            String reason = decision.reason();
            return reason.length() <= MAX_REASON
                    ? decision
                    : new Decision(decision.allowed(), reason.substring(0, MAX_REASON));
        } catch (RuntimeException e) { // boundary to the application: what it cannot decide is not done
            LOG.log(Level.ERROR, "a policy for " + attempt.channel() + " failed", e);
            return Decision.refused("the application could not decide");
        }
    }
}
