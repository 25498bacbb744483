package dev.parley.endpoints.settings;

import dev.parley.hub.access.Rate;
import dev.parley.hub.access.Rules;
import dev.parley.hub.spi.Durability;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What values a setting takes, and how they are read. Immutable.
 *
 * @param allowed what is allowed, as the end of "allowed is …"
 * @param parse returns empty for a text that is not allowed
 */
record Kind<T>(String allowed, Function<String, Optional<T>> parse) {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(|KiB|MiB|GiB)");
    private static final Map<String, Long> SIZE_UNITS =
            Map.of("", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Map<String, Long> DURATION_UNITS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L);
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,12})()");
    /** RFC 9110 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private static final Pattern IP_LITERAL = Pattern.compile("\\d+(\\.\\d+){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern RATE = Pattern.compile("(\\d{1,7})/s burst (\\d{1,7})");
    private static final int MAX_RATE = 1_000_000;
    private static final int SIGNING_BYTES = 32;
    private static final Pattern NAME = Pattern.compile("\\S{1,200}");
    private static final Pattern DATABASE = Pattern.compile("|h2|jdbc:(h2|postgresql):.+|java:.+");
    private static final Pattern LEVEL = Pattern.compile("([a-z0-9-]+|\\*)\\s*=\\s*(memory|log|sync)");
    private static final Pattern HOST = Pattern.compile("[0-9A-Za-z.:-]+");

    static Kind<Boolean> flag() {
        return new Kind<>("true or false", text -> switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    static Kind<Integer> number(int min, int max) {
        return new Kind<>("a number from " + min + " to " + max, text -> {
            OptionalLong value = quantity(NUMBER, Map.of("", 1L), text);
            return within(value, min, max).map(Long::intValue);
        });
    }

    /** A number of bytes whose bounds are themselves written as sizes. */
    static Kind<Long> size(String min, String max) {
        long least = quantity(SIZE, SIZE_UNITS, min).orElseThrow();
        long most = quantity(SIZE, SIZE_UNITS, max).orElseThrow();
        return new Kind<>(
                "a size from " + min + " to " + max + ", such as 65536, 64KiB or 16MiB",
                text -> within(quantity(SIZE, SIZE_UNITS, text), least, most));
    }

    /** A length of time whose bounds are themselves written as durations. */
    static Kind<Duration> duration(String min, String max) {
        long least = quantity(DURATION, DURATION_UNITS, min).orElseThrow();
        long most = quantity(DURATION, DURATION_UNITS, max).orElseThrow();
        return new Kind<>(
                "a duration from " + min + " to " + max + ", such as 100ms, 20s or 2m",
                text -> within(quantity(DURATION, DURATION_UNITS, text), least, most)
                        .map(Duration::ofMillis));
    }

    /** Origins (RFC 6454 section 6.1) and the two words of {@link Settings.Origins}. */
    static Kind<List<String>> origins() {
        return new Kind<>(
                "same, origins such as https://example.org (with commas between), or * alone for any",
                text -> list(text, Kind::origin)
                        .filter(all -> !all.isEmpty() && (all.size() == 1 || !all.contains(Settings.Origins.ANY))));
    }

    static Kind<List<String>> addresses() {
        return new Kind<>("IP addresses with commas between, or nothing", text -> list(text, Kind::address));
    }

    static Kind<List<String>> tokens() {
        return new Kind<>(
                "names of letters, digits and -._ with commas between, or nothing",
                text -> list(text, name -> Optional.of(name).filter(TOKEN.asMatchPredicate())));
    }

    static Kind<String> host() {
        return new Kind<>(
                "a host name or an IP address", text -> Optional.of(text).filter(HOST.asMatchPredicate()));
    }

    static Kind<Optional<Path>> path() {
        return new Kind<>("a path of a file, or nothing", text -> {
            try {
                return Optional.of(text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text)));
            } catch (InvalidPathException e) {
                return Optional.empty();
            }
        });
    }

    static Kind<Path> directory() {
        return new Kind<>(
                "a path of a directory", text -> path().parse().apply(text).flatMap(path -> path));
    }

    static Kind<Optional<String>> text() {
        return new Kind<>(
                "any text, or nothing", text -> Optional.of(Optional.of(text).filter(some -> !some.isEmpty())));
    }

    static Kind<String> database() {
        return new Kind<>(
                "h2, a URL that begins with jdbc:h2: or jdbc:postgresql:, a name in JNDI that begins with java:, or nothing",
                text -> Optional.of(text).filter(DATABASE.asMatchPredicate()));
    }

    /** A level for each namespace. */
    static Kind<Map<String, Durability>> durability() {
        return new Kind<>(
                "namespace=level with commas between, such as chat=sync, *=log; levels are memory, log and sync,"
                        + " and * stands for the other namespaces",
                text -> list(text, Kind::level).flatMap(levels -> {
                    Map<String, Durability> byNamespace = new HashMap<>();
                    for (Map.Entry<String, Durability> level : levels) {
                        if (byNamespace.put(level.getKey(), level.getValue()) != null) {
                            return Optional.empty();
                        }
                    }
                    return Optional.of(byNamespace);
                }));
    }

    private static Optional<Map.Entry<String, Durability>> level(String text) {
        Matcher matcher = LEVEL.matcher(text);
        return matcher.matches()
                ? Optional.of(Map.entry(
                        matcher.group(1), Durability.valueOf(matcher.group(2).toUpperCase(Locale.ROOT))))
                : Optional.empty();
    }

    static Kind<Settings.MetricsAccess> metricsAccess() {
        return new Kind<>("local, all, none or off", text -> switch (text) {
            case "local" -> Optional.of(Settings.MetricsAccess.LOCAL);
            case "all" -> Optional.of(Settings.MetricsAccess.ALL);
            case "none" -> Optional.of(Settings.MetricsAccess.NONE);
            case "off" -> Optional.of(Settings.MetricsAccess.OFF);
            default -> Optional.empty();
        });
    }

    static Kind<Settings.MonitorAccess> monitorAccess() {
        return new Kind<>("local, rules or none", text -> switch (text) {
            case "local" -> Optional.of(Settings.MonitorAccess.LOCAL);
            case "rules" -> Optional.of(Settings.MonitorAccess.RULES);
            case "none" -> Optional.of(Settings.MonitorAccess.NONE);
            default -> Optional.empty();
        });
    }

    static Kind<Optional<String>> secret() {
        return new Kind<>(
                "any text, but not as a system property, which the process list shows",
                text -> Optional.of(Optional.of(text).filter(secret -> !secret.isEmpty())));
    }

    /** A secret that is long enough to sign with (RFC 7518 section 3.2). */
    static Kind<Optional<String>> signingSecret() {
        Kind<Optional<String>> any = secret();
        return new Kind<>(
                "at least " + SIGNING_BYTES + " bytes of UTF-8, but not as a system property; or nothing",
                text -> any.parse()
                        .apply(text)
                        .filter(secret ->
                                text.isEmpty() || text.getBytes(StandardCharsets.UTF_8).length >= SIGNING_BYTES));
    }

    static Kind<String> name() {
        return new Kind<>("a name without blanks", text -> Optional.of(text).filter(NAME.asMatchPredicate()));
    }

    /** Where keys are: what comes over the network must not be changed on its way. */
    static Kind<Optional<String>> keys() {
        return new Kind<>("a path of a file, a URL with https (or http on this machine), or nothing", text -> {
            boolean good = text.contains("://")
                    ? isSafe(text)
                    : path().parse().apply(text).isPresent();
            return good ? Optional.of(Optional.of(text).filter(some -> !some.isEmpty())) : Optional.empty();
        });
    }

    /** Where a client can connect to (RFC 6455 section 3). */
    static Kind<Optional<String>> webSocketUrl() {
        return new Kind<>("a URL such as wss://example.org/hub, or nothing", text -> {
            boolean good = text.isEmpty() || isWebSocket(text);
            return good ? Optional.of(Optional.of(text).filter(some -> !some.isEmpty())) : Optional.empty();
        });
    }

    private static boolean isWebSocket(String url) {
        try {
            URI uri = new URI(url);
            boolean scheme = "ws".equals(uri.getScheme()) || "wss".equals(uri.getScheme());
            return scheme && uri.getHost() != null && uri.getFragment() == null && uri.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isSafe(String url) {
        try {
            URI uri = new URI(url);
            String host = String.valueOf(uri.getHost());
            boolean local = host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
            return uri.getHost() != null
                    && ("https".equals(uri.getScheme()) || (local && "http".equals(uri.getScheme())));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** How often something may be done; empty: as often as one likes. */
    static Kind<Optional<Rate>> rate() {
        return new Kind<>("off, or a rate such as 20/s burst 60 (both from 1 to 1000000)", text -> {
            Matcher matcher = RATE.matcher(text);
            if (!matcher.matches()) {
                return text.equals("off") ? Optional.of(Optional.empty()) : Optional.empty();
            }
            int perSecond = Integer.parseInt(matcher.group(1));
            int burst = Integer.parseInt(matcher.group(2));
            boolean good = perSecond >= 1 && burst >= 1 && perSecond <= MAX_RATE && burst <= MAX_RATE;
            return good ? Optional.of(Optional.of(new Rate(perSecond, burst))) : Optional.empty();
        });
    }

    static Kind<Rules> rules() {
        return new Kind<>(Rules.GRAMMAR, Rules::parse);
    }

    private static OptionalLong quantity(Pattern pattern, Map<String, Long> units, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        long unit = units.getOrDefault(matcher.group(2), 1L);
        return number > Long.MAX_VALUE / unit ? OptionalLong.empty() : OptionalLong.of(number * unit);
    }

    private static Optional<Long> within(OptionalLong value, long min, long max) {
        return value.isPresent() && value.getAsLong() >= min && value.getAsLong() <= max
                ? Optional.of(value.getAsLong())
                : Optional.empty();
    }

    private static <E> Optional<List<E>> list(String text, Function<String, Optional<E>> element) {
        List<E> all = new ArrayList<>();
        if (text.isBlank()) {
            return Optional.of(all);
        }
        for (String part : text.split(",", -1)) {
            Optional<E> value = element.apply(part.strip());
            if (value.isEmpty()) {
                return Optional.empty();
            }
            all.add(value.get());
        }
        return Optional.of(List.copyOf(all));
    }

    private static Optional<String> origin(String text) {
        if (text.equals(Settings.Origins.SAME) || text.equals(Settings.Origins.ANY)) {
            return Optional.of(text);
        }
        try {
            URI uri = new URI(text);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            boolean bare = uri.getHost() != null && text.equals(uri.getScheme() + "://" + uri.getHost() + port);
            return web && bare ? Optional.of(text) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Returns the address in the form in which the JDK names a peer, so that texts can be compared. */
    private static Optional<String> address(String text) {
        if (!IP_LITERAL.matcher(text).matches()) {
            return Optional.empty(); // a name would be looked up in the DNS
        }
        try {
            return Optional.of(InetAddress.getByName(text).getHostAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
