package dev.parley.bench.stores;

/** What can go wrong with a store. */
public enum Trouble {
    /** The database is stopped, in order or at once, and started again. */
    DATABASE,
    /** There is no room on its disk. */
    DISK,
    /** What forces data to the disk takes long. */
    FSYNC
}
