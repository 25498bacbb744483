package dev.parley.containers.deploy;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where a deployed WAR answers. Immutable.
 *
 * @param base address of the web application's root, with a slash at its end
 */
public record Site(URI base) {
    private static final String DEFAULT = "_DEFAULT_"; // how Arquillian calls a deployment without a name
    private static final Map<String, Site> DEPLOYED = new ConcurrentHashMap<>();

    /** Returns the site of the test class's only deployment. */
    public static Site deployed() {
        return deployed(DEFAULT);
    }

    /** Returns the site of the deployment with that name. */
    public static Site deployed(String name) {
        Site site = DEPLOYED.get(name);
        if (site == null) {
            throw new IllegalStateException("nothing is deployed as " + name + "; there is " + DEPLOYED.keySet());
        }
        return site;
    }

    /** Returns the address of a path below the application's root, such as {@code echo}. */
    public URI at(String path) {
        return base.resolve(path);
    }

    /** Returns the address of an endpoint with the scheme {@code ws}, as clients other than ours want it. */
    public URI ws(String path) {
        return URI.create("ws" + at(path).toString().substring("http".length()));
    }

    /** Returns the origin of the site's own pages (RFC 6454 section 6.2). */
    public String origin() {
        return base.getScheme() + "://" + base.getHost() + ":" + base.getPort();
    }

    static void add(String name, Site site) {
        DEPLOYED.put(name, site);
    }

    static void remove(String name) {
        DEPLOYED.remove(name);
    }
}
