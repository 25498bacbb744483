package dev.parley.containers.contract;

/** One behaviour, as a client sees it. */
@FunctionalInterface
interface Observation {
    /** Looks and says what it saw, in the words of the {@link Contract}. */
    String observe(ProbeClient client) throws Exception;
}
