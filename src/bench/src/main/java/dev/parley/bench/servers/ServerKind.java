package dev.parley.bench.servers;

import java.util.ArrayList;
import java.util.List;

/** The servers that can be started, and how. */
public enum ServerKind {
    /** The bare loop of writes. */
    FLOOR("floor"),
    /** Parley's embedded server. */
    EMBEDDED("parley-embedded"),
    /** Parley's WAR on Tomcat. */
    TOMCAT("parley-tomcat"),
    /** Parley's WAR on Jetty. */
    JETTY("parley-jetty"),
    /** The plain loop on the embedded server's container. */
    PLAIN_TYRUS("plain-tyrus"),
    /** The plain loop on Tomcat. */
    PLAIN_TOMCAT("plain-tomcat"),
    /** The plain loop on Jetty. */
    PLAIN_JETTY("plain-jetty"),
    /** Spring's STOMP with its simple broker. */
    SPRING("spring-stomp"),
    /** CometD as it comes. */
    COMETD("cometd"),
    /** CometD with 64 messages a frame. */
    COMETD_64("cometd-64");

    private final String label;

    ServerKind(String label) {
        this.label = label;
    }

    /** Its name in tables and on the command line. */
    public String label() {
        return label;
    }

    /** Whether it is Parley. */
    public boolean isParley() {
        return this == EMBEDDED || this == TOMCAT || this == JETTY;
    }

    /** What follows {@code java} and the options of the JVM; the port is one of Parley's servers, or 0. */
    List<String> program(int port) {
        return switch (this) {
            case FLOOR -> with(Tree.ownClassPath(), "dev.parley.bench.floor.FloorServer");
            case EMBEDDED ->
                List.of("-jar", Tree.serverJar().toString(), "--port", Integer.toString(port), "--host", "127.0.0.1");
            case TOMCAT -> peer("tomcat", Tree.war().toString(), Integer.toString(port));
            case JETTY -> peer("jetty", Tree.war().toString(), Integer.toString(port));
            case PLAIN_TYRUS -> peer("tyrus");
            case PLAIN_TOMCAT -> peer("tomcat");
            case PLAIN_JETTY -> peer("jetty");
            case SPRING -> peer("spring");
            case COMETD -> peer("cometd", "1");
            case COMETD_64 -> peer("cometd", "64");
        };
    }

    private static List<String> peer(String module, String... arguments) {
        List<String> program = new ArrayList<>(List.of("-cp", Tree.peerClassPath(module)));
        program.add("dev.parley.peers." + module + ".Main");
        program.addAll(List.of(arguments));
        return program;
    }

    private static List<String> with(List<String> options, String main) {
        List<String> program = new ArrayList<>(options);
        program.add(main);
        return program;
    }

    @Override
    public String toString() {
        return label;
    }
}
