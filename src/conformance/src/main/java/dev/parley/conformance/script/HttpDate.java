package dev.parley.conformance.script;

import dev.parley.conformance.verdict.Judgement;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Dates of answers (RFC 9110 5.6.7). Stateless. */
public final class HttpDate {
    private static final DateTimeFormatter FORM = DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT);
    private static final Duration CLOCKS = Duration.ofMinutes(14); // apart, at most; a zone is more

    private HttpDate() {}

    /** When that is; empty if it is no date, or one that does not exist. */
    public static Optional<Instant> of(String value) {
        try {
            return Optional.of(ZonedDateTime.parse(value, FORM).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The date exists, and the day of the week is that of it. */
    public static Instant requireReal(String value) throws Judgement {
        return of(value).orElseThrow(() -> Judgement.fail("a date that exists", value));
    }

    /** It is that of now, by clocks that differ by minutes but not by the hours of a zone. */
    public static void requireNow(String value) throws Judgement {
        Instant now = Instant.now();
        if (Duration.between(requireReal(value), now).abs().compareTo(CLOCKS) > 0) {
            throw Judgement.fail("a date near " + now, value);
        }
    }
}
