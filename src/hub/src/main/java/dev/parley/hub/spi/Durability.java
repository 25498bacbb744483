package dev.parley.hub.spi;

/** When a publication, or a change of a value, counts as kept, and its publisher is told so. */
public enum Durability {
    /** At once; it ends with the process. */
    MEMORY,
    /** When a database has taken it: it survives the process. */
    LOG,
    /** When it is on a disk: it survives the machine. */
    SYNC
}
