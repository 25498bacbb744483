package dev.parley.bench.fanout;

import dev.parley.bench.servers.ServerKind;

/** Which server speaks which dialect. */
final class Dialects {
    private Dialects() {}

    static Dialect of(ServerKind server, HubDialect.Frames frames) {
        return switch (server) {
            case FLOOR, PLAIN_TYRUS, PLAIN_TOMCAT, PLAIN_JETTY -> new PlainDialect();
            case EMBEDDED, TOMCAT, JETTY -> new HubDialect(frames);
            case SPRING -> new StompDialect();
            case COMETD, COMETD_64 -> new CometdDialect();
        };
    }
}
