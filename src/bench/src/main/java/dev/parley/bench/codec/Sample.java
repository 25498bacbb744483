package dev.parley.bench.codec;

/**
 * What one fork measured.
 *
 * @param cpuNanos CPU nanoseconds per message, median of the iterations
 * @param bytes bytes allocated per message
 */
record Sample(double cpuNanos, double bytes) {}
