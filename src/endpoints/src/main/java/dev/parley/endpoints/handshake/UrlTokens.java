package dev.parley.endpoints.handshake;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds tokens in URLs, where they do not belong: URLs stand in logs and histories. They are read from nowhere else but
 * messages; this tells whoever tries.
 */
final class UrlTokens {
    /** Why such a handshake is refused. */
    static final String REASON = "the URL holds a token; say it in hello, since URLs stand in logs";

    private static final Set<String> NAMES =
            Set.of("token", "access_token", "id_token", "jwt", "authorization", "bearer");
    private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]+\\..*");

    private UrlTokens() {}

    /** Returns whether a parameter of the query is a token, by its name or by its looks. */
    static boolean isIn(String query) {
        return Arrays.stream(query.split("&", -1)).anyMatch(UrlTokens::isToken);
    }

    private static boolean isToken(String parameter) {
        int equals = parameter.indexOf('=');
        String name = equals < 0 ? parameter : parameter.substring(0, equals);
        return NAMES.contains(name.toLowerCase(Locale.ROOT))
                || JWT.matcher(parameter.substring(equals + 1)).matches();
    }
}
