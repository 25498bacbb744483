package dev.parley.bench;

import dev.parley.bench.codec.CodecCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Entry point of {@code parley-bench.jar}. */
@Command(
        name = "parley-bench",
        description = "Measures Parley against peers and physical bounds.",
        mixinStandardHelpOptions = true,
        subcommands = CodecCommand.class)
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    private Main(CommandSpec none) {
        this.spec = none;
    }

    /** Exits with 0 if all targets were met, 1 if one fell short, 2 on wrong usage. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main(CommandSpec.create())).execute(args));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a sub-command is needed");
    }
}
