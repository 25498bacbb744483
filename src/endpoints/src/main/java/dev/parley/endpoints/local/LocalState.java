package dev.parley.endpoints.local;

import dev.parley.endpoints.api.Hub.Registration;
import dev.parley.endpoints.api.HubException;
import dev.parley.endpoints.api.HubException.Code;
import dev.parley.endpoints.api.PublishOptions;
import dev.parley.endpoints.api.Published;
import dev.parley.endpoints.api.StateChannel;
import dev.parley.endpoints.api.StateListener;
import dev.parley.hub.ChannelEvent;
import dev.parley.hub.ChannelEvent.Changed;
import dev.parley.hub.ChannelEvent.Snapshot;
import dev.parley.hub.ChannelEvent.UpToDate;
import dev.parley.hub.StateChange;
import dev.parley.hub.StateChange.Conflict;
import dev.parley.hub.StateChange.Deed;
import dev.parley.hub.StateChange.Done;
import dev.parley.hub.StateChange.Outcome;
import dev.parley.hub.StateChange.Refused;
import dev.parley.hub.StateChange.Repeated;
import dev.parley.hub.StateChange.Why;
import dev.parley.hub.StateEntry;
import dev.parley.hub.StateSubscription;
import dev.parley.hub.States;
import dev.parley.hub.spi.LogUnavailableException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** A channel of values, for the application. Safe for any thread. */
final class LocalState implements StateChannel {
    private final LocalHub local;
    private final States states;
    private final String name;

    LocalState(LocalHub local, States states, String name) {
        this.local = local;
        this.states = states;
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<StateEntry> get(String key) {
        try {
            return states.get(name, key);
        } catch (LogUnavailableException e) {
            throw unavailable();
        }
    }

    private static HubException unavailable() {
        return new HubException(Code.UNAVAILABLE, "what keeps the channel cannot be reached now");
    }

    @Override
    public CompletionStage<Published> change(StateChange change, PublishOptions options) {
        StateChange checked;
        try {
            String text = change.deed() == Deed.DELETE
                    ? change.text()
                    : local.values().check(change.text());
            checked = new StateChange(change.key(), change.deed(), text, change.condition(), change.life());
        } catch (HubException e) {
            return Answer.refused(e);
        }
        Answer answer = new Answer(local.executor());
        local.transactions()
                .atEnd(
                        () -> states.change(
                                name, checked, options.once().map(LocalHub::once), outcome -> tell(answer, outcome)),
                        answer::rolledBack);
        return answer.stage();
    }

    private static void tell(Answer answer, Outcome outcome) {
        if (outcome instanceof Done done) {
            answer.published(done.version(), false);
        } else if (outcome instanceof Repeated repeated) {
            answer.published(repeated.version(), true);
        } else if (outcome instanceof Conflict conflict) {
            answer.refuse(Code.CONFLICT, "the key has changed, at version " + conflict.version());
        } else {
            HubException why = refused(((Refused) outcome).why());
            answer.refuse(why.code(), String.valueOf(why.getMessage()));
        }
    }

    private static HubException refused(Why why) {
        return switch (why) {
            case BAD_KEY -> new HubException(Code.BAD_KEY, "the key is empty or too long");
            case VALUE_TOO_BIG -> new HubException(Code.VALUE_TOO_BIG, "the value is, or would be, too long");
            case FUTURE_VERSION ->
                new HubException(Code.FUTURE_POSITION, "the version of the condition is after the last change");
            case MESSAGE_ID_REUSED, MESSAGE_ID_FORGOTTEN ->
                new HubException(Code.REUSED, "another change was made under the same name");
            case CHANNEL_FULL ->
                new HubException(Code.CHANNEL_FULL, "the channel has all keys or bytes that it may have");
            case MEMORY_FULL -> new HubException(Code.MEMORY_FULL, "the server has no memory for more values");
            case TOO_MANY_CHANNELS ->
                new HubException(Code.TOO_MANY_CHANNELS, "the server has all channels that it may have");
            case UNAVAILABLE -> unavailable();
            case TOO_MANY_KEYS -> throw new IllegalStateException("no keys were named");
        };
    }

    @Override
    public Registration subscribe(StateListener listener) {
        return subscribe(listener, local.executor());
    }

    @Override
    public Registration subscribe(StateListener listener, Executor executor) {
        Handoff handoff = new Handoff(executor, event -> take(listener, event), listener::failed);
        States.Subscribed subscribed = states.subscribe(name, handoff, Optional.empty(), Set.of());
        if (subscribed instanceof States.Rejected rejected) {
            throw refused(rejected.why());
        }
        StateSubscription subscription = ((States.Accepted) subscribed).subscription();
        LocalHub.Listening listening = local.listening(handoff);
        handoff.placed(subscription::resume, () -> {
            subscription.close();
            local.over(listening);
        });
        subscription.start();
        return listening;
    }

    private static void take(StateListener listener, ChannelEvent event) {
        if (event instanceof Snapshot snapshot) {
            if (snapshot.first()) {
                listener.reset();
            }
            snapshot.entries().forEach(listener::changed);
        } else if (event instanceof Changed changed) {
            changed.entries().forEach(listener::changed);
        } else if (event instanceof UpToDate upToDate) {
            listener.live(upToDate.version());
        }
    }
}
