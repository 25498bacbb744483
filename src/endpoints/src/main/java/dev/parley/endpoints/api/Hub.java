package dev.parley.endpoints.api;

import dev.parley.hub.spi.RemoteMethod;
import jakarta.servlet.ServletContext;
import java.util.List;

/**
 * The hub as the application that it is part of sees it: {@code Hub.of(servletContext)}, or {@code @Inject Hub} where
 * there is CDI. Safe for any thread; no call blocks. It lives as long as the web application.
 *
 * <p>What the application does is not subject to the rules, rates and policies that hold for clients.
 */
public interface Hub {
    /** Name of the servlet context's attribute that holds the hub. */
    String ATTRIBUTE = "dev.parley.hub";

    /**
     * Returns the hub of a web application, at any time from its first listener on. The first use of it starts Parley, if
     * it has not been started.
     *
     * @throws IllegalStateException if Parley is not in the web application
     */
    static Hub of(ServletContext context) {
        if (context.getAttribute(ATTRIBUTE) instanceof Hub hub) {
            return hub;
        }
        throw new IllegalStateException("no Parley in " + context.getContextPath()
                + ": parley-endpoints is to be in WEB-INF/lib, and its ServletContainerInitializer to run");
    }

    /**
     * Returns a channel that keeps messages; there need not be anybody in it.
     *
     * @param name such as {@code news:all}
     * @throws HubException if there may be no channel of that name, or it keeps values
     */
    Channel channel(String name);

    /**
     * Returns a channel that keeps the newest value of each of its keys.
     *
     * @param name such as {@code ticker:nasdaq}
     * @throws HubException if there may be no channel of that name, or it keeps messages
     */
    StateChannel state(String name);

    /**
     * Returns the open connections of a user, in no order.
     *
     * @param user name by the token or by the container's login; strangers have no connections that could be asked for
     */
    List<UserConnection> connections(String user);

    /**
     * Makes a policy decide, besides the rules of the settings and the other policies: what one of them refuses is not
     * done. What was subscribed before stays.
     *
     * @param pattern name of a channel, or the beginning of names and a {@code *}
     * @return ends it
     */
    Registration policy(String pattern, ChannelPolicy policy);

    /**
     * Makes a method that clients call by {@code rpc}: what they ask of the application beside channels.
     *
     * @param name what clients call it, not blank
     * @return takes it away again
     * @throws IllegalStateException if there is one of that name
     */
    Registration method(String name, RemoteMethod method);

    /** Something that goes on until it is closed. Safe for any thread. */
    interface Registration extends AutoCloseable {
        /** Ends it; without effect twice. */
        @Override
        void close();
    }
}
