package dev.parley.peers.cometd;

import java.util.List;
import org.cometd.server.BayeuxServerImpl;
import org.cometd.server.websocket.common.AbstractWebSocketTransport;
import org.cometd.server.websocket.jetty.JettyWebSocketTransport;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** CometD on a free port of the loopback address, until the process is ended. */
public final class Main {
    private Main() {}

    /** Serves Bayeux at {@code /cometd}; the argument is how many messages may share a frame, 1 as it comes. */
    public static void main(String[] args) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(0);
        connector.setAcceptQueueSize(4096);
        server.addConnector(connector);
        ContextHandler context = new ContextHandler("/");
        server.setHandler(context);
        context.setHandler(WebSocketUpgradeHandler.from(server, context));
        BayeuxServerImpl bayeux = new BayeuxServerImpl();
        bayeux.setOption(Context.class.getName(), context.getContext());
        bayeux.setOption(AbstractWebSocketTransport.COMETD_URL_MAPPING_OPTION, "/cometd");
        if (args.length > 0) {
            bayeux.setOption(
                    AbstractWebSocketTransport.PREFIX + "." + AbstractWebSocketTransport.MESSAGES_PER_FRAME_OPTION,
                    args[0]);
        }
        bayeux.setTransports(List.of(new JettyWebSocketTransport(bayeux)));
        bayeux.setAllowedTransports("websocket");
        context.addBean(bayeux);
        server.start();
        System.out.println("listening on http://127.0.0.1:" + connector.getLocalPort() + "/");
        server.join();
    }
}
