package dev.parley.conformance.cli;

import java.io.Console;

/** Whether someone looks at the output as it comes, and wants colours. Stateless. */
final class Terminal {
    private Terminal() {}

    /** Whether output goes to a terminal. */
    @SuppressWarnings("SystemConsoleNull") // from JDK 22 on the console says itself whether it is one: asked below
    static boolean isThere() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true; // before JDK 22 there is a console only at a terminal
        }
    }

    /** Colours only where someone sees them, and unless NO_COLOR says otherwise. */
    static boolean hasColours() {
        String noColor = System.getenv("NO_COLOR");
        return isThere() && (noColor == null || noColor.isEmpty());
    }
}
