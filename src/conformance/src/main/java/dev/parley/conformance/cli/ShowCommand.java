package dev.parley.conformance.cli;

import dev.parley.conformance.cases.AllCases;
import dev.parley.conformance.model.CasePattern;
import dev.parley.conformance.model.Catalogue;
import dev.parley.conformance.model.ConformanceCase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code show}: all that is to be said of a case. */
@Command(name = "show", mixinStandardHelpOptions = true, description = "Says what a case sends, accepts, and why.")
final class ShowCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "ID",
            description = "ids of cases, with * for anything; 7.1 takes all of 7.1.*")
    private List<String> ids = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Catalogue catalogue = AllCases.catalogue();
        for (String id : ids) {
            CasePattern pattern = CasePattern.of(id);
            List<ConformanceCase> found =
                    catalogue.all().stream().filter(pattern::selects).toList();
            if (found.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "no case has the id " + id);
            }
            found.forEach(one -> spec.commandLine().getOut().println(one.id() + ": " + CasePages.text(one)));
        }
        spec.commandLine().getOut().flush();
        return Main.GOOD;
    }
}
