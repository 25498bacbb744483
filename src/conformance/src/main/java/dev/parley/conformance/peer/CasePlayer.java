package dev.parley.conformance.peer;

import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.model.Need;
import dev.parley.conformance.verdict.Judgement;
import dev.parley.conformance.verdict.Outcome;
import dev.parley.conformance.verdict.Verdict;
import java.io.IOException;

/** Plays cases against a server. Immutable; safe for any thread, each playing a case of its own. */
public final class CasePlayer {
    private static final long LIMIT_NANOS = 30_000_000_000L;
    private static final int LONG_TIMES = 4;
    private static final int COMPAT_TIMES = 24;

    private final Dialler dialler;

    /** A player for this server. */
    public CasePlayer(Dialler dialler) {
        this.dialler = dialler;
    }

    /** Plays a case once and says what came of it. Never throws. */
    public CaseResult play(ConformanceCase one) {
        long began = System.nanoTime();
        int times = one.needs(Need.COMPAT) ? COMPAT_TIMES : one.tags().contains("performance") ? LONG_TIMES : 1;
        long limit = Math.round(LIMIT_NANOS * dialler.target().timeoutFactor());
        try (Loop loop = new Loop(times * limit)) {
            Session session = new Session(dialler, loop);
            try (SocketConversation conversation = new SocketConversation(session)) {
                Outcome outcome = outcome(one, session, conversation);
                return new CaseResult(
                        one,
                        outcome,
                        session.transcript(),
                        System.nanoTime() - began,
                        conversation.closeCode(),
                        1,
                        false);
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
