package dev.parley.conformance.reference;

/** A fault that the {@link ReferenceServer} can be started with. */
public sealed interface Planted permits Fault, BlindFault {
    /** What it changes. */
    Behaviour behaviour();
}
