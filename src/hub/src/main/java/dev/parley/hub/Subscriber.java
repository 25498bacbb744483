package dev.parley.hub;

/** The receiving end of a subscription. Called by one thread at a time, with no lock held; must not block. */
@FunctionalInterface
public interface Subscriber {
    /**
     * Takes the next event, in order.
     *
     * @return {@code false} if there is no room for it now: it is offered again after {@link Subscription#resume()}
     */
    boolean accept(Delivery delivery);

    /**
     * Returns how many bytes of publications it takes as one {@link ChannelEvent.Batch}, about; 0: each publication by
     * itself. Members get no batches.
     */
    default int batchBytes() {
        return 0;
    }

    /**
     * The subscription has failed, because {@link #accept} or the log threw {@code cause}. The member has left the
     * channel and nothing more is delivered; the client has to be told. The hub has logged it.
     */
    default void failed(Throwable cause) {}
}
