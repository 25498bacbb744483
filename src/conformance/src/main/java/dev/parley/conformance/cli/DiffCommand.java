package dev.parley.conformance.cli;

import dev.parley.conformance.report.RunReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diff}: what has changed between two runs. Ends with 1 if a case has become worse. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = "Says which verdicts differ between two runs; exit code 1 if one has become a failure.")
final class DiffCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "BEFORE", description = "report.json, or its directory")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "AFTER", description = "report.json, or its directory")
    private Path after = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        RunReader old = Named.file(spec.commandLine(), "BEFORE", before, RunReader::read);
        RunReader now = Named.file(spec.commandLine(), "AFTER", after, RunReader::read);
        Set<String> ids = new LinkedHashSet<>(old.ids());
        ids.addAll(now.ids());
        PrintWriter out = spec.commandLine().getOut();
        int worse = 0;
        int changed = 0;
        for (String id : ids) {
            String was = old.verdict(id).orElse("absent");
            String is = now.verdict(id).orElse("absent");
            if (!was.equals(is)) {
                changed++;
                worse += isBad(is) && !isBad(was) ? 1 : 0;
                String reason = now.reason(id);
                out.println(id + ": " + was + " -> " + is + (reason.isEmpty() ? "" : ": " + reason));
            }
        }
        out.println(changed + " of " + ids.size() + " verdicts differ, " + worse + " for the worse");
        out.flush();
        return worse > 0 ? Main.FAILED : Main.GOOD;
    }

    private static boolean isBad(String verdict) {
        return verdict.equals("fail") || verdict.equals("error");
    }
}
