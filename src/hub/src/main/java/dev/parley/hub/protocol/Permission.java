package dev.parley.hub.protocol;

import dev.parley.hub.access.Deed;
import dev.parley.hub.access.Excess;
import dev.parley.hub.access.Login;
import dev.parley.hub.spi.Attempt;
import dev.parley.hub.spi.Authorizer.Action;
import dev.parley.hub.spi.Authorizer.Decision;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a request must be allowed to do, and how often, before it is done. Stateless. */
final class Permission {
    private Permission() {}

    /** Checks a request of a client that has said hello; does nothing if its channel breaks the rule of names. */
    static void check(ClientSession session, String type, Request request) throws RequestException {
        Login login = session.login();
        if (login.isExpired() && !type.equals("refresh")) {
            throw new RequestException(ErrorCode.TOKEN_EXPIRED, "the token has expired");
        }
        if (!request.hasChannel()) {
            return;
        }
        String channel = request.channel();
        Set<Action> needed = needed(type, request);
        if (session.keepsValues(channel)) {
            needed.remove(Action.HISTORY); // there is only what is
        }
        for (Action action : needed) {
            Decision decision = login.decide(attempt(action, channel, request));
            if (!decision.allowed()) {
                throw new RequestException(
                        ErrorCode.FORBIDDEN,
                        decision.reason().isEmpty() ? reason(session, action, channel) : decision.reason());
            }
        }
    }

    /** Makes an attempt of a request that may yet be found to be malformed. */
    private static Attempt attempt(Action action, String channel, Request request) throws RequestException {
        if (action != Action.PUBLISH) {
            return Attempt.of(action, channel);
        }
        Optional<String> key = request.has("key") ? Optional.of(request.string("key")) : Optional.empty();
        boolean patch = request.states("patch");
        String field = patch ? "patch" : "d";
        Optional<String> data = request.states(field) ? Optional.of(request.value(field)) : Optional.empty();
        return new Attempt(action, channel, key, data, patch);
    }

    /** Counts a message of a client, unless it is one that is always taken; whatever else it is. */
    static void pace(Login login, Request request) throws RequestException {
        if (request.is("bye")) {
            return;
        }
        Optional<Excess> excess = login.count(Deed.REQUEST);
        if (excess.isEmpty() && request.is("pub")) {
            excess = login.count(Deed.PUBLISH);
        }
        if (excess.isPresent()) {
            throw new RequestException(
                    ErrorCode.RATE_LIMITED, excess.get().reason(), excess.get().afterMillis());
        }
    }

    private static Set<Action> needed(String type, Request request) throws RequestException {
        return switch (type) {
            case "sub" -> {
                Set<Action> all = EnumSet.of(Action.SUBSCRIBE);
                if (request.has("since")
                        || (request.has("history") && !request.value("history").equals("0"))) {
                    all.add(Action.HISTORY);
                }
                if (request.has("presence") && !request.value("presence").equals("false")) {
                    all.add(Action.PRESENCE);
                }
                yield all;
            }
            case "pub" -> EnumSet.of(Action.PUBLISH);
            case "hist" -> EnumSet.of(Action.HISTORY);
            case "pres", "me", "typing" -> EnumSet.of(Action.PRESENCE);
            default -> EnumSet.noneOf(Action.class);
        };
    }

    /** Returns whether a subscription may go on. */
    static boolean holds(Login login, String channel, Attached subscription) {
        boolean member =
                subscription instanceof ChannelFeed feed && feed.presence().isPresent();
        return login.may(Action.SUBSCRIBE, channel) && (!member || login.may(Action.PRESENCE, channel));
    }

    private static String reason(ClientSession session, Action action, String channel) {
        String what = switch (action) {
            case SUBSCRIBE, PUBLISH -> action.name().toLowerCase(Locale.ROOT) + " to " + channel;
            case PRESENCE -> "see who is in " + channel;
            case HISTORY -> "read the history of " + channel;
        };
        return session.login().identity().isStranger()
                ? "strangers may not " + what + ": say hello with a token"
                : session.user() + " may not " + what;
    }
}
