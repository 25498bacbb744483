package dev.parley.bench.check;

/** What is known of a channel of any kind. Confined to one thread. */
interface Topic {
    /** Its number among all channels of the run. */
    int index();

    String name();

    /** Its name in ASCII. */
    byte[] nameBytes();

    /** One more publish is on its way. */
    void sending();
}
