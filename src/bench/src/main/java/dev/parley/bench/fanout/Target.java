package dev.parley.bench.fanout;

import dev.parley.bench.servers.ServerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A row of the table: how much better we are to be than somebody else. All of {@code theirs} count, the best of them.
 *
 * @param metric what is compared; less is better
 * @param least the ratio of theirs to ours that is asked for
 */
record Target(Metric metric, Work work, ServerKind ours, List<ServerKind> theirs, double least) {
    /** What is compared. */
    enum Metric {
        /** Server CPU time of a delivery, in microseconds. */
        CPU,
        /** Latency, in milliseconds. */
        P99;

        double of(Sample sample) {
            return switch (this) {
                case CPU -> sample.cpuNanosPerDelivery() / 1e3;
                case P99 -> sample.p99Nanos() / 1e6;
            };
        }
    }

    private static final Map<ServerKind, ServerKind> PLAIN = Map.of(
            ServerKind.EMBEDDED, ServerKind.PLAIN_TYRUS,
            ServerKind.TOMCAT, ServerKind.PLAIN_TOMCAT,
            ServerKind.JETTY, ServerKind.PLAIN_JETTY);

    /** The targets for one of our servers in a room of {@code members}. */
    static List<Target> inOneRoom(ServerKind ours, int members) {
        Work w64 = Work.saturated(members, 64);
        List<ServerKind> plain = List.of(PLAIN.get(ours));
        return List.of(
                new Target(Metric.CPU, w64, ours, plain, 8),
                new Target(Metric.CPU, w64, ours, List.of(ServerKind.SPRING), 10),
                new Target(Metric.CPU, w64, ours, List.of(ServerKind.COMETD_64), 1.5),
                new Target(Metric.CPU, Work.saturated(members, 8), ours, plain, 2),
                new Target(Metric.CPU, Work.saturated(members, 1), ours, plain, 1));
    }

    /** The targets at 50 messages a second to 1,000: p99 at most 1.5 times the floor's, CPU at most the plain loop's. */
    static List<Target> steady(ServerKind ours, int members) {
        Work work = Work.steady(members, 50);
        return List.of(
                new Target(Metric.P99, work, ours, List.of(ServerKind.FLOOR), 1 / 1.5),
                new Target(Metric.CPU, work, ours, List.of(PLAIN.get(ours)), 1));
    }

    /** The target in many small rooms. */
    static List<Target> inManyRooms(ServerKind ours, Work work) {
        return List.of(new Target(
                Metric.CPU, work, ours, List.of(ServerKind.SPRING, ServerKind.COMETD, ServerKind.COMETD_64), 2));
    }

    /** The servers that the targets need, each once. */
    static List<ServerKind> servers(List<Target> targets) {
        List<ServerKind> servers = new ArrayList<>();
        for (ServerKind kind : ServerKind.values()) {
            if (targets.stream().anyMatch(target -> target.ours == kind || target.theirs.contains(kind))) {
                servers.add(kind);
            }
        }
        return servers;
    }

    /** What a server has to do for the targets. */
    static List<Work> works(List<Target> targets, ServerKind server) {
        return targets.stream()
                .filter(target -> target.ours == server || target.theirs.contains(server))
                .map(Target::work)
                .distinct()
                .toList();
    }

    /** One line for people. */
    String text() {
        return ours + ", " + work + ", " + metric + " against " + String.join(" or ", names());
    }

    private List<String> names() {
        return theirs.stream().map(ServerKind::label).toList();
    }
}
