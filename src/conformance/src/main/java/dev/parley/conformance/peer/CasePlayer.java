package dev.parley.conformance.peer;

import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.model.Need;
import dev.parley.conformance.verdict.Judgement;
import dev.parley.conformance.verdict.Outcome;
import dev.parley.conformance.verdict.Verdict;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Plays cases against a server. Safe for any thread, each playing a case of its own. Where the server answers 503 with
 * Retry-After, all of them wait as it asks (10 s times the timeout factor at most, and not for ever) and dial again.
 */
public final class CasePlayer {
    private static final long LIMIT_NANOS = 30_000_000_000L;
    private static final int LONG_TIMES = 4;
    private static final int COMPAT_TIMES = 24;

    private static final int AGAIN = 2; // where a script that reads answers itself was told to come later

    private final Dialler dialler;
    private final Turnstile turnstile;

    /** A player for this server. */
    public CasePlayer(Dialler dialler) {
        this(dialler, line -> {});
    }

    /** A player for this server; {@code told} hears, in one line and once, that the server makes us wait. */
    public CasePlayer(Dialler dialler, Consumer<String> told) {
        this.dialler = dialler;
        this.turnstile = new Turnstile(dialler.target().timeoutFactor(), told);
    }

    /** Plays a case once and says what came of it. Never throws. */
    public CaseResult play(ConformanceCase one) {
        for (int i = 0; i < AGAIN; i++) {
            Played played = playOnce(one);
            if (!played.putOff) {
                return played.result;
            }
        }
        return playOnce(one).result;
    }

    /** What came of it, and whether it failed where the server had asked to come later. */
    private record Played(CaseResult result, boolean putOff) {}

    private Played playOnce(ConformanceCase one) {
        long began = System.nanoTime();
        int times = one.needs(Need.COMPAT) ? COMPAT_TIMES : one.tags().contains("performance") ? LONG_TIMES : 1;
        long limit = Math.round(LIMIT_NANOS * dialler.target().timeoutFactor());
        try (Loop loop = new Loop(times * limit)) {
            Session session = new Session(dialler, loop, turnstile);
            try (SocketConversation conversation = new SocketConversation(session)) {
                Outcome outcome = outcome(one, session, conversation);
                CaseResult result = new CaseResult(
                        one,
                        outcome,
                        session.transcript(),
                        System.nanoTime() - began,
                        conversation.closeCode(),
                        1,
                        false);
                return new Played(result, !outcome.verdict().isGood() && session.isPutOff());
            }
        } catch (IOException e) {
            throw new IllegalStateException("this machine gives no selector: " + e.getMessage(), e);
        }
    }

    private Outcome outcome(ConformanceCase one, Session session, SocketConversation conversation) {
        if (one.needs(Need.TLS) && !dialler.target().isSecure()) {
            return Judgement.unsupported("needs a wss:// address").outcome(one.level());
        }
        try {
            one.script().play(conversation);
            return session.allowed().isEmpty()
                    ? Outcome.pass(one.level())
                    : new Outcome(Verdict.ALLOWED, one.level(), session.allowed(), "", "");
        } catch (Judgement e) {
            return e.outcome(one.level());
        } catch (RuntimeException e) { // the boundary of a case: a fault of the suite ends one case, not the run
            return Outcome.error(one.level(), "a fault of the suite: " + e);
        }
    }
}
