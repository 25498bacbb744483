package dev.parley.containers.deploy;

import java.util.Locale;

/** The container that this run of the suite is about: system property {@code it.container}. */
public enum Container {
    /** The embedded server: Tyrus on Grizzly. */
    TYRUS,
    /** Tomcat 11. */
    TOMCAT,
    /** Tomcat 10.1. */
    TOMCAT10,
    /** Jetty 12.1 with Jakarta EE 11. */
    JETTY,
    /** Jetty 12.1 with Jakarta EE 10. */
    JETTY_EE10,
    /** Payara Micro 6: Tyrus in a servlet container. */
    PAYARA,
    /** GlassFish 7: Tyrus in a servlet container. */
    GLASSFISH,
    /** WildFly: Undertow. */
    WILDFLY,
    /** Open Liberty. */
    LIBERTY;

    /** Returns the container of this run. */
    public static Container current() {
        return valueOf(
                System.getProperty("it.container").toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Returns whether it has permessage-deflate (RFC 7692). */
    public boolean compresses() {
        return switch (this) {
            case TYRUS, TOMCAT, TOMCAT10, JETTY, JETTY_EE10 -> true;
            case PAYARA, GLASSFISH, WILDFLY, LIBERTY -> false;
        };
    }

    /** Returns whether it has the rest of Jakarta EE too: REST, CDI and JTA. */
    public boolean isJakartaEe() {
        return switch (this) {
            case TYRUS, TOMCAT, TOMCAT10, JETTY, JETTY_EE10 -> false;
            case PAYARA, GLASSFISH, WILDFLY, LIBERTY -> true;
        };
    }

    /** Returns how it is called in file names and reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns whether it is a servlet container, so that filters, listeners and WEB-INF/lib mean something. */
    public boolean servlets() {
        return this != TYRUS;
    }
}
