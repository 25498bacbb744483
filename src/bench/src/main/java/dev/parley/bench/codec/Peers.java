package dev.parley.bench.codec;

import java.util.List;

/** The codecs by name. */
final class Peers {
    static final String PARLEY = "parley";
    static final String PARLEY_STRING = "parley-string";
    static final String NETTY = "netty";
    static final String BOUND = "bound";

    /** Those that deliver validated payload. */
    static final List<String> PAYLOAD = List.of(NETTY, "jetty", "javaws");
    /** Those that deliver text as String. */
    static final List<String> STRING = List.of("netty-string", "jetty-string", "javaws-string", "tomcat");

    private Peers() {}

    static DecodePeer decoder(String name, Work work) {
        return switch (name) {
            case PARLEY -> new ParleyDecodePeer(work);
            case PARLEY_STRING -> new ParleyStringPeer(work);
            case NETTY -> new NettyDecodePeer(work, false);
            case "netty-string" -> new NettyDecodePeer(work, true);
            case "jetty" -> new JettyDecodePeer(work, false);
            case "jetty-string" -> new JettyDecodePeer(work, true);
            case "javaws" -> new JavaWebSocketDecodePeer(work, false);
            case "javaws-string" -> new JavaWebSocketDecodePeer(work, true);
            case "tomcat" -> new TomcatDecodePeer(work);
            case BOUND -> new Bound(work, Bound.Part.ALL);
            case "xor" -> new Bound(work, Bound.Part.XOR);
            case "copy" -> new Bound(work, Bound.Part.COPY);
            default -> throw new IllegalArgumentException("no peer is called " + name);
        };
    }
}
