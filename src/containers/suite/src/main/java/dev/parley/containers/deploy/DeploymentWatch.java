package dev.parley.containers.deploy;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.event.container.AfterDeploy;
import org.jboss.arquillian.container.spi.event.container.AfterUnDeploy;
import org.jboss.arquillian.core.api.annotation.Observes;

/** Notes where each deployment answers, once it has proved to be ours. */
public final class DeploymentWatch {
    private static final int TIMEOUT_MILLIS = 10_000;

    /** Called by Arquillian after each deployment. */
    public void deployed(@Observes AfterDeploy event, ProtocolMetaData metadata) throws IOException {
        Site site = new Site(loopback(address(event.getDeployment().getName(), metadata)));
        requireOurs(site);
        Site.add(event.getDeployment().getName(), site);
    }

    /** GlassFish calls it a deployment, and names no servlets, if the application did not come up. */
    private static URI address(String deployment, ProtocolMetaData metadata) throws IOException {
        for (HTTPContext context : metadata.getContexts(HTTPContext.class)) {
            if (!context.getServlets().isEmpty()) {
                return context.getServlets().get(0).getBaseURI();
            }
        }
        throw new IOException("the container took the deployment " + deployment
                + " and serves nothing of it: why stands in its log (target/failsafe-reports/*-output.txt)");
    }

    /** Called by Arquillian after each undeployment. */
    public void undeployed(@Observes AfterUnDeploy event) {
        Site.remove(event.getDeployment().getName());
    }

    /** Some containers name an address of the machine that leads out of it. */
    private static URI loopback(URI base) throws IOException {
        InetAddress named = InetAddress.getByName(base.getHost());
        boolean ours = !named.isLoopbackAddress() && NetworkInterface.getByInetAddress(named) != null;
        String path = base.getPath().endsWith("/") ? base.getPath() : base.getPath() + "/";
        return URI.create("http://" + (ours ? "127.0.0.1" : base.getHost()) + ":" + base.getPort() + path);
    }

    /** A taken port goes unnoticed by some containers, and the tests would then judge another program. */
    private static void requireOurs(Site site) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) site.at(ParleyWar.NONCE_FILE).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        try {
            int status = connection.getResponseCode();
            String found = status == 200
                    ? new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    : "status " + status;
            if (!found.equals(ParleyWar.NONCE)) {
                throw new IOException("wrong server at " + site.base() + ": its " + ParleyWar.NONCE_FILE + " says "
                        + found + ", expected " + ParleyWar.NONCE);
            }
        } finally {
            connection.disconnect();
        }
    }
}
