package dev.parley.server.cli;

import picocli.CommandLine;

/** Where the process begins; it ends by {@link System#exit} with the status of {@link ServeCommand}. */
public final class Main {
    private Main() {}

    /**
     * Runs the command line.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        ServerLogging.configure();
        System.exit(new CommandLine(new ServeCommand())
                .setExecutionExceptionHandler((cause, command, parsed) -> {
                    command.getErr().println("parley-server: internal error, please report it: " + cause);
                    return ServeCommand.FAILURE;
                })
                .setParameterExceptionHandler((cause, wrong) -> {
                    cause.getCommandLine().getErr().println("parley-server: " + cause.getMessage() + "; see --help");
                    return CommandLine.ExitCode.USAGE;
                })
                .execute(args));
    }
}
