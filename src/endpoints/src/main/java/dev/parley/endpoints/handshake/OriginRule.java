package dev.parley.endpoints.handshake;

import dev.parley.endpoints.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which origins are let in: exact matches only, with the default port of the scheme filled in, and case ignored where
 * scheme and host have none (RFC 6454 section 4).
 */
final class OriginRule {
    private final boolean any;
    private final boolean same;
    private final boolean absentAllowed;
    private final Set<String> allowed = new TreeSet<>();

    OriginRule(Settings.Origins origins) {
        this.any = origins.allowed().contains(Settings.Origins.ANY);
        this.same = origins.allowed().contains(Settings.Origins.SAME);
        this.absentAllowed = origins.absentAllowed();
        origins.allowed().stream()
                .filter(origin -> !origin.equals(Settings.Origins.SAME))
                .map(OriginRule::normal)
                .forEach(allowed::add);
    }

    /** Returns why the origin of the handshake is refused; empty if it is not. */
    Optional<String> refuses(Handshake handshake) {
        if (handshake.origin().isEmpty()) {
            return absentAllowed ? Optional.empty() : Optional.of("an Origin header is required");
        }
        if (any) {
            return Optional.empty();
        }
        String origin = normal(handshake.origin().get());
        if (allowed.contains(origin) || (same && isSame(origin, handshake))) {
            return Optional.empty();
        }
        return Optional.of("origin " + Printable.of(origin) + " is not allowed; allowed is " + rule());
    }

    /** Returns whether the page is one that the server trusts by name, so that it may act for whoever is logged in there. */
    boolean trusts(Handshake handshake) {
        if (handshake.origin().isEmpty()) {
            return true; // no page, so nobody who is lured onto one
        }
        String origin = normal(handshake.origin().get());
        return allowed.contains(origin) || isSame(origin, handshake);
    }

    private String rule() {
        List<String> rule = new ArrayList<>(allowed);
        if (same) {
            rule.add(0, "the server's own");
        }
        return rule.isEmpty() ? "none" : String.join(", ", rule);
    }

    /** The page was loaded from where it connects to. TLS may end before the server, so https may come as http. */
    private static boolean isSame(String origin, Handshake handshake) {
        String host = handshake.host().toLowerCase(Locale.ROOT);
        if (host.isEmpty()) {
            return false;
        }
        boolean https = origin.equals(normal("https://" + host));
        boolean http = origin.equals(normal("http://" + host));
        return https || (http && !handshake.secure());
    }

    private static String normal(String origin) {
        String lower = origin.toLowerCase(Locale.ROOT);
        if (lower.startsWith("https://") && lower.endsWith(":443")) {
            return lower.substring(0, lower.length() - ":443".length());
        }
        if (lower.startsWith("http://") && lower.endsWith(":80")) {
            return lower.substring(0, lower.length() - ":80".length());
        }
        return lower;
    }
}
