package dev.parley.conformance.script;

import dev.parley.conformance.verdict.Judgement;
import java.util.function.Supplier;

/** One thing that a script does or expects, with the words for it. Immutable. */
public interface Step {
    /** What kind of step it is. */
    Kind kind();

    /** In a few words, for the documentation of the case. */
    String describe();

    /**
     * Does it.
     *
     * @throws Judgement if this decides the case
     */
    void run(Conversation conversation) throws Judgement;

    /** What a step is for. */
    enum Kind {
        /** Opens the connection: a script without such a step gets one in front. */
        OPEN,
        /** Sends, or does something else to the server. */
        SEND,
        /** Expects something. */
        EXPECT,
        /** Expects the end of the connection: a script without such a step closes cleanly. */
        END
    }

    /** What a step does. */
    @FunctionalInterface
    interface Action {
        /** Does it, or throws the verdict. */
        void run(Conversation conversation) throws Judgement;
    }

    /** A step of one's own. */
    static Step of(Kind kind, String description, Action action) {
        return of(kind, () -> description, action);
    }

    /** A step of one's own, the words for which take time to find. */
    static Step of(Kind kind, Supplier<String> description, Action action) {
        return new Step() {
            @Override
            public Kind kind() {
                return kind;
            }

            @Override
            public String describe() {
                return description.get();
            }

            @Override
            public void run(Conversation conversation) throws Judgement {
                action.run(conversation);
            }
        };
    }
}
