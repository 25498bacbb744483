package dev.parley.conformance.report;

import java.time.Instant;

/**
 * What a report is about. Immutable.
 *
 * @param server the name in tables and in Autobahn's index
 * @param uri the address
 * @param started when the run began
 * @param planned how many cases were to be run
 * @param version of the suite
 */
public record RunInfo(String server, String uri, Instant started, int planned, String version) {}
