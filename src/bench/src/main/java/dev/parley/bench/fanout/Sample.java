package dev.parley.bench.fanout;

import dev.parley.bench.servers.ProcessCpu;

/**
 * What one measurement saw.
 *
 * @param allocated bytes by the server's JVM
 * @param wallNanos from the first message to the last delivery
 * @param cpu of the server, in that time
 * @param messages of WebSocket in which the deliveries came
 * @param p50Nanos from sending to reading, all members; 0 if not measured
 * @param faults deliveries that were lost, doubled or out of order
 */
record Sample(
        long deliveries,
        long allocated,
        long wallNanos,
        ProcessCpu cpu,
        long messages,
        long bytes,
        long p50Nanos,
        long p99Nanos,
        long faults) {
    /** Server CPU time of one delivery in nanoseconds, JIT compilers left out. */
    double cpuNanosPerDelivery() {
        return (double) cpu.workNanos() / deliveries;
    }

    /** Bytes that the server's JVM allocated for a delivery, container and all. */
    double allocatedPerDelivery() {
        return (double) allocated / deliveries;
    }

    /** Deliveries in one second on the wall. */
    double perSecond() {
        return deliveries * 1e9 / wallNanos;
    }

    /** Deliveries in one message of WebSocket. */
    double perMessage() {
        return (double) deliveries / messages;
    }

    /** The server's share of one core, JIT compilers left out. */
    double coreShare() {
        return (double) cpu.workNanos() / wallNanos;
    }
}
