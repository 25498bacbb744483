package dev.parley.conformance.cli;

import dev.parley.conformance.model.ConformanceCase;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code list}: the cases, a line each, or a page of Markdown for each category. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists cases.")
final class ListCommand implements Callable<Integer> {
    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Option(names = "--ids", description = "ids only")
    private boolean ids;

    @Option(names = "--pages", paramLabel = "DIR", description = "write a page of Markdown for each category to DIR")
    private @Nullable Path pages;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<ConformanceCase> cases = selection.select(spec.commandLine());
        if (pages != null) {
            CasePages.write(pages, cases);
            return Main.GOOD;
        }
        for (ConformanceCase one : cases) {
            out.println(ids ? one.id() : String.format("%-36s %-8s %s", one.id(), one.level(), one.title()));
        }
        out.flush();
        return Main.GOOD;
    }
}
