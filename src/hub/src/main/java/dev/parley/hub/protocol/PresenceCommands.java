package dev.parley.hub.protocol;

import dev.parley.hub.Attendance;
import dev.parley.hub.Attendee;
import dev.parley.hub.Hub;
import dev.parley.hub.HubError;
import dev.parley.hub.StateChange;
import dev.parley.hub.StateChange.Outcome;
import dev.parley.hub.StateChange.Why;
import dev.parley.hub.spi.StreamPosition;
import java.util.List;
import java.util.Optional;

/** What clients ask of who is in a channel, whatever its kind. Stateless. */
final class PresenceCommands {
    private static final int LONGEST_PAGE = 200;
    private static final int DEFAULT_PAGE = 100;

    /** Most characters of what members tell of themselves in a page, if it is more than one member. */
    private static final int MAX_PAGE = 32 << 10;

    private final HubProtocol protocol;
    private final Channels channels;

    PresenceCommands(HubProtocol protocol, Channels channels) {
        this.protocol = protocol;
        this.channels = channels;
    }

    /**
     * Whether a client that subscribes wants to be a member.
     *
     * @param since what it knows already of who is there
     */
    record Wish(boolean wanted, Optional<StreamPosition> since) {}

    Wish wish(String channel, Request request) throws RequestException {
        Wish wish = request.isObject("presence")
                ? new Wish(true, request.position("presence", "v"))
                : new Wish(request.flag("presence"), Optional.empty());
        if (wish.wanted()) {
            channels.checkPresence(channel);
        }
        return wish;
    }

    /** Makes a client that subscribes a member, if it wants to be one; undoes the subscription if it cannot be. */
    Optional<PresenceFeed> enter(ChannelFeed feed, String channel, Wish wish) throws RequestException {
        if (!wish.wanted()) {
            return Optional.empty();
        }
        String user = feed.session().user();
        Hub.Entered entered = channels.isLog(channel)
                ? channels.logs().enter(channel, user, user)
                : channels.states().enter(channel, user, user);
        if (entered instanceof Hub.Rejected rejected) {
            feed.session().detach(channel, feed);
            feed.close();
            throw refused(rejected.error());
        }
        PresenceFeed presence = new PresenceFeed(feed, ((Hub.Seated) entered).seat(), wish.since());
        feed.join(presence);
        return Optional.of(presence);
    }

    void list(ClientSession session, Request request) throws RequestException {
        String id = request.id();
        String channel = protocol.channel(request);
        channels.checkPresence(channel);
        String after = request.has("after") ? request.string("after") : "";
        int limit = (int) request.integer("limit", 1, LONGEST_PAGE, DEFAULT_PAGE);
        Attendance page = channels.isLog(channel)
                ? channels.logs().members(channel, after, limit)
                : channels.states().members(channel, after, limit);
        if (!session.queue(PresenceMessages.page(id, channel, cut(page)))) {
            throw new RequestException(ErrorCode.BUSY, "read what was sent before you ask for more");
        }
    }

    private static Attendance cut(Attendance page) {
        List<Attendee> members = page.members();
        int shown = 0;
        int length = 0;
        while (shown < members.size() && (shown == 0 || length < MAX_PAGE)) {
            length += members.get(shown).state().length();
            shown++;
        }
        return new Attendance(members.subList(0, shown), page.more() || shown < members.size(), page.count());
    }

    /** Changes what the client tells of itself. */
    void tell(ClientSession session, Request request) throws RequestException {
        Outcome outcome = presence(session, request).seat().tell(request.value("state"));
        if (outcome instanceof StateChange.Refused refused) {
            throw refused.why() == Why.VALUE_TOO_BIG
                    ? new RequestException(
                            ErrorCode.VALUE_TOO_BIG,
                            "\"state\" has at most "
                                    + channels.logs().presence().stateBytes() + " bytes of UTF-8")
                    : new RequestException(ErrorCode.MEMORY_FULL, "the server has no memory for it");
        }
        done(session, request);
    }

    void typing(ClientSession session, Request request) throws RequestException {
        presence(session, request).seat().typing(request.flag("on"));
        done(session, request);
    }

    private static void done(ClientSession session, Request request) {
        String id = request.idOrNothing();
        if (!id.isEmpty()) {
            session.reply(PresenceMessages.done(id));
        }
    }

    private static PresenceFeed presence(ClientSession session, Request request) throws RequestException {
        String channel = request.channel();
        return session.attached(channel)
                .filter(ChannelFeed.class::isInstance)
                .flatMap(attached -> ((ChannelFeed) attached).presence())
                .orElseThrow(() -> new RequestException(
                        ErrorCode.NOT_PRESENT, "subscribe to " + channel + " with \"presence\":true first"));
    }

    /** Puts into words why somebody cannot be a member. */
    static RequestException refused(HubError error) {
        return switch (error) {
            case NAME_TAKEN ->
                new RequestException(ErrorCode.NAME_TAKEN, "somebody who wants it alone has that name in the channel");
            case CHANNEL_FULL ->
                new RequestException(ErrorCode.CHANNEL_FULL, "the channel has all members that it may have");
            case TOO_MANY_CHANNELS ->
                new RequestException(ErrorCode.TOO_MANY_CHANNELS, "the server has all channels that it may have");
            case LOG_UNAVAILABLE -> // the log ended since the subscription was made
                new RequestException(ErrorCode.UNAVAILABLE, "what keeps the channel cannot be reached, try again");
            case FUTURE_POSITION, MESSAGE_ID_REUSED, MESSAGE_ID_FORGOTTEN ->
                throw new IllegalStateException("nobody who enters is told " + error);
        };
    }
}
