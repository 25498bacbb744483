package dev.parley.conformance.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.FileSystemException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line. Exit codes: 0 all good, 1 conformance failures, 2 could not run, 3 wrong usage. */
@Command(
        name = "parley-conformance",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Tests a WebSocket server that echoes, over a real socket.",
        synopsisSubcommandLabel = "[run|list|show|diff|matrix|generate-completion]",
        footer = {
            "",
            "Exit codes: 0 all good, 1 conformance failures, 2 could not run (nothing listening,",
            "not a WebSocket server, a report cannot be written), 3 wrong usage."
        },
        subcommands = {
            RunCommand.class,
            ListCommand.class,
            ShowCommand.class,
            DiffCommand.class,
            MatrixCommand.class,
            AutoComplete.GenerateCompletion.class
        })
public final class Main implements Callable<Integer> {
    /** The exit code when nothing failed. */
    static final int GOOD = 0;
    /** The exit code when the server did not conform. */
    static final int FAILED = 1;
    /** The exit code when nothing could be said. */
    static final int COULD_NOT_RUN = 2;
    /** The exit code for a wrong command line. */
    static final int USAGE = 3;

    @Mixin
    private RunOptions options = new RunOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Main() {}

    /** Runs a command and ends the process. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, Charset.defaultCharset()), true);
        PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, Charset.defaultCharset()), true);
        int status = COULD_NOT_RUN;
        try {
            CommandLine line = commandLine(out, err);
            boolean run = args.length > 0
                    && (args[0].equals("run") || !line.getSubcommands().containsKey(args[0]));
            CompletableFuture<?> told =
                    run ? CompletableFuture.runAsync(ShortRun::begin) : CompletableFuture.completedFuture(null);
            status = line.execute(args);
            told.join(); // it removes a file
        } catch (Error | CompletionException e) { // the boundary of the process: no memory, for instance
            err.println("parley-conformance: " + oneLine(e));
        }
        System.exit(status);
    }

    /** Runs a command and gives its exit code; what it says goes to these writers. */
    public static int execute(PrintWriter out, PrintWriter err, String... args) {
        return commandLine(out, err).execute(args);
    }

    private static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new Main());
        line.setOut(out);
        line.setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExpandAtFiles(false); // --cases @FILE is ours
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Terminal.hasColours() ? Ansi.AUTO : Ansi.OFF));
        line.setParameterExceptionHandler((e, arguments) -> {
            e.getCommandLine().getErr().println("parley-conformance: " + oneLine(e));
            e.getCommandLine().getErr().println("Try 'parley-conformance --help'.");
            return USAGE;
        });
        line.setExecutionExceptionHandler((e, command, result) -> {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            command.getErr().println("parley-conformance: " + oneLine(e));
            return COULD_NOT_RUN;
        });
        return line;
    }

    @Override
    public Integer call() throws Exception {
        return options.run(spec.commandLine());
    }

    private static String oneLine(Throwable e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        if (e instanceof FileSystemException file) { // whose message may be its path alone
            String kind = file.getReason() == null ? " (" + e.getClass().getSimpleName() + ")" : "";
            message = "cannot read or write " + message + kind.replace("Exception", "");
        }
        return message.replaceAll("\\R", " ");
    }
}
