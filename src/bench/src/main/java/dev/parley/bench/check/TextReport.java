package dev.parley.bench.check;

import java.io.PrintWriter;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** An outcome for people, in lines. */
final class TextReport {
    private TextReport() {}

    static void print(Outcome outcome, PrintWriter out) {
        CheckPlan plan = outcome.plan();
        Tally tally = outcome.tally();
        out.printf(
                Locale.ROOT,
                "%s: %d connections, %d channels of messages, %d of values, %d followed by each, seed %d, %.0f s%n",
                outcome.server(),
                plan.pages(),
                plan.channels(),
                plan.states(),
                plan.follows(),
                plan.seed(),
                outcome.seconds());
        out.printf("faults       %s%n", tally.faults());
        out.printf("connections  %d, ended %s%n", tally.connections, tally.ends());
        out.printf(
                "published    %d, accepted %d (%d of them repeated), in the logs %d%n",
                tally.published, tally.accepted, tally.repeated, outcome.messages());
        out.printf(
                "outages      %d publishes refused for a while, %d subscriptions ended for a while, %d pages told so%n",
                tally.refused, tally.unsubscribed, tally.degraded);
        out.printf("delivered    %d, gaps %s%n", tally.deliveries, tally.gaps());
        out.printf(
                "values       %d updates, %d changes skipped for slow readers, %d conflicts%n",
                tally.updates, tally.skipped, tally.conflicts);
        out.printf("presence     %d messages of comings and goings%n", tally.presence);
        out.printf("latency      %s, undisturbed readers%n", percentiles(tally.live()));
        out.printf("recovery     %s, from connecting until all channels are live%n%n", percentiles(tally.recovery()));
        for (Violation violation : outcome.violations()) {
            out.printf("%-22s %d%n", violation, outcome.verdict().count(violation));
            outcome.verdict().examples(violation).forEach(example -> out.println("    " + example));
        }
        out.println(outcome.isRight() ? "all guarantees held" : "GUARANTEES BROKEN");
        out.flush();
    }

    private static String percentiles(Histogram histogram) {
        return String.format(
                Locale.ROOT,
                "p50 %.1f, p99 %.1f, p99.9 %.1f, max %.1f ms of %d",
                histogram.getValueAtPercentile(50) / 1e6,
                histogram.getValueAtPercentile(99) / 1e6,
                histogram.getValueAtPercentile(99.9) / 1e6,
                histogram.getMaxValue() / 1e6,
                histogram.getTotalCount());
    }
}
