package dev.parley.hub;

/**
 * A delivery for a reader: publications with consecutive offsets, or a gap, or one publication. Immutable; shared by all
 * readers that are at the same place.
 *
 * @param first lowest offset
 * @param last highest offset
 * @param limit bytes of data that it was not to exceed; 0: it was to be one publication
 * @param full whether the limit ended it: no later publication would have fitted
 */
record Run(long first, long last, int limit, boolean full, Delivery delivery) {}
