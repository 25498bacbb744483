package dev.parley.endpoints;

import dev.parley.endpoints.api.HubException;
import dev.parley.endpoints.api.StateChannel;
import dev.parley.endpoints.settings.Settings.MonitorAccess;
import dev.parley.hub.access.Login;
import dev.parley.hub.access.OwnChannels;
import dev.parley.hub.spi.Authorizer;
import dev.parley.hub.spi.Authorizer.Action;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The hub shown by the hub: a channel of values whose one key is what the metrics say, published once a second while
 * somebody is connected who may follow it and has wished to.
 */
final class MonitorChannel {
    private static final Logger LOG = System.getLogger(MonitorChannel.class.getName());
    private static final String NAMESPACE = "monitor";
    private static final String NAME = NAMESPACE + ":hub";
    private static final String KEY = "hub";

    private final OwnChannels own;
    private final Function<String, StateChannel> channels;
    private final Supplier<String> figures;

    /** Publishes what {@code figures} says, a JSON text, in the channel that {@code channels} has for its name. */
    MonitorChannel(OwnChannels own, Function<String, StateChannel> channels, Supplier<String> figures) {
        this.own = own;
        this.channels = channels;
        this.figures = figures;
    }

    /** Returns the channels that only the server publishes in, by the setting {@code monitor}. */
    static OwnChannels channels(MonitorAccess access, Authorizer rules) {
        return switch (access) {
            case LOCAL ->
                new OwnChannels(
                        NAMESPACE,
                        "the setting parley.monitor lets only this machine follow it, and no proxy",
                        Login::isLocal);
            case RULES ->
                new OwnChannels(
                        NAMESPACE,
                        "the rules do not let you follow it",
                        login -> rules.allows(login.identity(), Action.SUBSCRIBE, NAME));
            case NONE -> OwnChannels.none();
        };
    }

    /** Publishes, if anybody is there to see it; to be called once a second. */
    void tick() {
        if (!own.areRead()) {
            return;
        }
        try {
            var unused = channels.apply(NAME).set(KEY, figures.get()).exceptionally(e -> {
                LOG.log(Level.DEBUG, "the monitor's numbers were not published", e);
                return null;
            });
        } catch (HubException e) { // the settings have no such channel
            LOG.log(Level.DEBUG, "there is no channel for the monitor", e);
        }
    }
}
