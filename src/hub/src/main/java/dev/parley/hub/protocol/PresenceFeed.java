package dev.parley.hub.protocol;

import dev.parley.hub.Delivery;
import dev.parley.hub.Seat;
import dev.parley.hub.StateSubscription;
import dev.parley.hub.Subscriber;
import dev.parley.hub.spi.StreamPosition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a client that is a member of a channel has there: its seat, and news of who else is there and of who types. */
final class PresenceFeed {
    private final ChannelFeed feed;
    private final Seat seat;
    private final StreamPosition position;
    private final News members = new News();
    private final News typists = new News();

    /** One kind of news, which has its own turns with the connection. */
    private final class News implements Subscriber, Attached {
        private volatile @Nullable StateSubscription reader; // null until it is made

        @Override
        public boolean accept(Delivery delivery) {
            return feed.session().offer(this, delivery.as(feed.session().encoding()));
        }

        @Override
        public void failed(Throwable cause) {
            feed.lost();
        }

        @Override
        public boolean getAsBoolean() {
            return feed.getAsBoolean();
        }

        @Override
        public void resume() {
            StateSubscription made = reader;
            if (made != null) {
                made.resume();
            }
        }

        @Override
        public void close() {
            StateSubscription made = reader;
            if (made != null) {
                made.close();
            }
        }
    }

    /**
     * Takes the news that go with a seat; nothing is delivered yet.
     *
     * @param since what the client knows already of who is there
     */
    PresenceFeed(ChannelFeed feed, Seat seat, Optional<StreamPosition> since) {
        this.feed = feed;
        this.seat = seat;
        this.position = seat.position();
        members.reader = seat.watch(members, since);
        typists.reader = seat.watchTyping(typists);
    }

    Seat seat() {
        return seat;
    }

    /** Returns where the presence was when the client became a member. */
    StreamPosition position() {
        return position;
    }

    void start() {
        start(members);
        start(typists);
    }

    private static void start(News news) {
        StateSubscription made = news.reader;
        if (made != null) {
            made.start();
        }
    }

    void close() {
        members.close();
        typists.close();
        seat.close();
    }
}
