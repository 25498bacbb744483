package dev.parley.endpoints.local;

import dev.parley.endpoints.api.Channel;
import dev.parley.endpoints.api.ChannelListener;
import dev.parley.endpoints.api.Following;
import dev.parley.endpoints.api.HubException;
import dev.parley.endpoints.api.HubException.Code;
import dev.parley.endpoints.api.PublishOptions;
import dev.parley.endpoints.api.Published;
import dev.parley.hub.ChannelEvent;
import dev.parley.hub.ChannelEvent.Batch;
import dev.parley.hub.ChannelEvent.Gap;
import dev.parley.hub.ChannelEvent.Live;
import dev.parley.hub.Hub;
import dev.parley.hub.HubError;
import dev.parley.hub.Message;
import dev.parley.hub.Start;
import dev.parley.hub.spi.Publication;
import dev.parley.hub.spi.StreamPosition;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** A channel of messages, for the application. Safe for any thread. */
final class LocalChannel implements Channel {
    private final LocalHub local;
    private final Hub hub;
    private final String name;

    LocalChannel(LocalHub local, Hub hub, String name) {
        this.local = local;
        this.hub = hub;
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CompletionStage<Published> publish(String json, PublishOptions options) {
        String data;
        try {
            data = local.values().check(json);
        } catch (HubException e) {
            return Answer.refused(e);
        }
        Answer answer = new Answer(local.executor());
        Message message =
                new Message(options.sender(), Optional.empty(), options.once().map(LocalHub::once), data);
        local.transactions().atEnd(() -> hub.publish(name, message, sent -> tell(answer, sent)), answer::rolledBack);
        return answer.stage();
    }

    private static void tell(Answer answer, Hub.Sent sent) {
        if (sent instanceof Hub.Stored stored) {
            answer.published(stored.offset(), stored.duplicate());
        } else {
            HubException why = refused(((Hub.Rejected) sent).error());
            answer.refuse(why.code(), String.valueOf(why.getMessage()));
        }
    }

    private static HubException refused(HubError error) {
        return switch (error) {
            case TOO_MANY_CHANNELS ->
                new HubException(Code.TOO_MANY_CHANNELS, "the server has all channels that it may have");
            case FUTURE_POSITION ->
                new HubException(Code.FUTURE_POSITION, "the position is after the last message of the channel");
            case MESSAGE_ID_REUSED, MESSAGE_ID_FORGOTTEN ->
                new HubException(Code.REUSED, "other data was published under the same name");
            case LOG_UNAVAILABLE ->
                new HubException(Code.UNAVAILABLE, "what keeps the channel cannot be reached, try again");
            case NAME_TAKEN, CHANNEL_FULL -> throw new IllegalStateException("nobody but members is told " + error);
        };
    }

    @Override
    public Following subscribe(Start start, ChannelListener listener) {
        return subscribe(start, listener, local.executor());
    }

    @Override
    public Following subscribe(Start start, ChannelListener listener, Executor executor) {
        Reader reader = new Reader(listener);
        Handoff handoff = new Handoff(executor, reader::take, listener::failed);
        Hub.Followed followed = hub.follow(name, start, local.recovery(), handoff);
        if (followed instanceof Hub.Rejected rejected) {
            throw refused(rejected.error());
        }
        Hub.Following following = (Hub.Following) followed;
        reader.position = new StreamPosition(following.top().epoch(), following.from());
        LocalHub.Listening listening = local.listening(handoff);
        handoff.placed(following.subscription()::resume, () -> {
            following.subscription().close();
            local.over(listening);
        });
        following.subscription().start();
        return new Followed(listening, reader);
    }

    /** Takes events apart, and knows up to where it has. Confined to one thread at a time, but for the position. */
    private static final class Reader {
        private final ChannelListener listener;
        private volatile StreamPosition position = new StreamPosition("", 0); // set before anything comes

        Reader(ChannelListener listener) {
            this.listener = listener;
        }

        void take(ChannelEvent event) {
            if (event instanceof ChannelEvent.Published published) {
                message(published.publication());
            } else if (event instanceof Batch batch) {
                batch.publications().forEach(this::message);
            } else if (event instanceof Gap gap) {
                listener.gap(gap);
                if (gap.why() != ChannelEvent.Why.EPOCH) { // else its offsets are of another epoch
                    position = new StreamPosition(position.epoch(), gap.to());
                }
            } else if (event instanceof Live live) {
                listener.live(live.offset());
            }
        }

        private void message(Publication publication) {
            listener.message(publication);
            position = new StreamPosition(position.epoch(), publication.offset());
        }
    }

    private record Followed(LocalHub.Listening listening, Reader reader) implements Following {
        @Override
        public StreamPosition position() {
            return reader.position;
        }

        @Override
        public void close() {
            listening.close();
        }
    }
}
