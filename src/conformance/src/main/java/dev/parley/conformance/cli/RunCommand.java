package dev.parley.conformance.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code run}: the default, written out. */
@Command(name = "run", mixinStandardHelpOptions = true, description = "Runs cases against a server (the default).")
final class RunCommand implements Callable<Integer> {
    @Mixin
    private RunOptions options = new RunOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        return options.run(spec.commandLine());
    }
}
