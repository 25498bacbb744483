package dev.parley.bench;

import dev.parley.bench.check.CheckCommand;
import dev.parley.bench.check.ReturnCommand;
import dev.parley.bench.codec.CodecCommand;
import dev.parley.bench.fanout.FanoutCommand;
import dev.parley.bench.fanout.FloodCommand;
import dev.parley.bench.fanout.FrozenCommand;
import dev.parley.bench.fanout.IdleCommand;
import dev.parley.bench.fanout.MetricsCommand;
import dev.parley.bench.store.StoreCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Entry point of {@code parley-bench.jar}. */
@Command(
        name = "parley-bench",
        description = "Measures Parley against peers and physical bounds.",
        mixinStandardHelpOptions = true,
        subcommands = {
            CodecCommand.class,
            FanoutCommand.class,
            FrozenCommand.class,
            FloodCommand.class,
            IdleCommand.class,
            MetricsCommand.class,
            ReturnCommand.class,
            CheckCommand.class,
            StoreCommand.class
        })
public final class Main implements Runnable {
    private static final int IMPOSSIBLE = 3;

    @Spec
    private CommandSpec spec;

    private Main(CommandSpec none) {
        this.spec = none;
    }

    /** Exits with 0 if all targets were met, 1 if one fell short, 2 on wrong usage, 3 if it could not be done. */
    public static void main(String[] args) {
        System.exit(command().execute(args));
    }

    /** The command line of the whole program. */
    static CommandLine command() {
        return new CommandLine(new Main(CommandSpec.create()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::explain);
    }

    private static int explain(Exception cause, CommandLine command, ParseResult parsed) {
        command.getOut().flush();
        command.getErr().println("parley-bench: " + cause.getMessage());
        if (Boolean.getBoolean("parley.trace")) {
            cause.printStackTrace(command.getErr());
        }
        return IMPOSSIBLE;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a sub-command is needed");
    }
}
