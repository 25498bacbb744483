package dev.parley.hub.protocol;

import dev.parley.hub.Disconnect;
import dev.parley.hub.access.Login;
import dev.parley.hub.spi.TokenVerifier;
import java.util.Optional;

/** What clients say of who they are, and how long it holds. Stateless. */
final class LoginCommands {
    private LoginCommands() {}

    /** Takes the token of a {@code hello}; {@code false}: it is not taken, and the client has been told. */
    static boolean begin(ClientSession session, Request hello, String cid) throws RequestException {
        Optional<String> token = hello.has("token") ? Optional.of(hello.string("token")) : Optional.empty();
        Optional<TokenVerifier.Refused> refused = session.login().begin(cid, token);
        if (refused.isEmpty()) {
            return isWelcome(session, hello);
        }
        RequestException why = refused(refused.get());
        session.refuse(hello.idOrNothing(), why);
        switch (refused.get().why()) {
            case BAD -> session.end(Disconnect.BAD_TOKEN, why.reason());
            case EXPIRED -> session.end(Disconnect.TOKEN_EXPIRED, Disconnect.TOKEN_EXPIRED.reason());
            case LATER -> {} // the client says hello again
        }
        return false;
    }

    private static boolean isWelcome(ClientSession session, Request hello) {
        Optional<String> crowded = session.login().crowded();
        crowded.ifPresent(reason -> {
            session.refuse(hello.idOrNothing(), new RequestException(ErrorCode.TOO_MANY_CONNECTIONS, reason));
            session.end(Disconnect.TRY_AGAIN_LATER, reason);
        });
        return crowded.isEmpty();
    }

    /** Takes a new token for a session that goes on; if it is not good, the old one still counts. */
    static void refresh(ClientSession session, Request request) throws RequestException {
        String id = request.id();
        Optional<TokenVerifier.Refused> refused = session.login().renew(request.string("token"));
        if (refused.isPresent()) {
            throw refused(refused.get());
        }
        session.reply("{\"t\":\"ok\",\"id\":" + id + expires(session) + "}");
        session.revoke();
    }

    private static RequestException refused(TokenVerifier.Refused refused) {
        ErrorCode code = switch (refused.why()) {
            case BAD -> ErrorCode.BAD_TOKEN;
            case EXPIRED -> ErrorCode.TOKEN_EXPIRED;
            case LATER -> ErrorCode.KEY_PENDING;
        };
        return new RequestException(code, refused.reason());
    }

    /** Returns a field that says how long the identity lasts, if it does not last for ever. */
    static String expires(ClientSession session) {
        long left = session.login().leftMillis();
        return left == Long.MAX_VALUE ? "" : ",\"expires\":" + left;
    }

    /** Ends a session whose identity has expired, and tells one whose identity is about to. */
    static void sweep(ClientSession session) {
        Login login = session.login();
        switch (login.due()) {
            case NOTHING -> {}
            case NOTICE -> session.reply("{\"t\":\"expiring\",\"in\":" + login.leftMillis() + "}");
            case END -> session.end(Disconnect.TOKEN_EXPIRED, Disconnect.TOKEN_EXPIRED.reason());
        }
    }
}
