package dev.parley.containers.tomcat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.containers.deploy.ParleyWar;
import dev.parley.containers.deploy.Site;
import dev.parley.containers.net.HubPeer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The WAR takes its database, a real PostgreSQL, from a {@code Resource} of its context. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class JndiStoreIT {
    private static final String WAR = "jndi";

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedPostgres postgres;

    @ArquillianResource
    private Deployer deployer;

    @Deployment(name = WAR, managed = false, testable = false)
    static WebArchive war() {
        try {
            postgres = EmbeddedPostgres.builder().start(); // here, since nothing of the class is called earlier
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String context = "<Context><Resource name='jdbc/parley' auth='Container'"
                + " type='org.postgresql.ds.PGSimpleDataSource' factory='org.postgresql.ds.common.PGObjectFactory'"
                + " serverName='localhost' portNumber='" + postgres.getPort() + "' databaseName='postgres'"
                + " user='postgres' password='postgres'/></Context>";
        return ParleyWar.named(
                        "jndi-it",
                        "parley.store.database",
                        "java:comp/env/jdbc/parley",
                        "parley.store.directory",
                        ParleyWar.directory().resolve("jndi-store").toString(),
                        "parley.hub.drain",
                        "0ms")
                .addAsManifestResource(new StringAsset(context), "context.xml");
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    private static long rows(String table) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            assertTrue(row.next());
            return row.getLong(1);
        }
    }

    @Test
    void keepsMessagesAndValuesThereAcrossARestart() throws Exception {
        JsonObject messages;
        JsonObject values;
        deployer.deploy(WAR);
        try (HubPeer ada = HubPeer.open(hub(), "ada")) {
            messages = ada.follow("news:jndi");
            values = ada.ask(HubPeer.message("sub").add("ch", "sync:jndi"));
            ada.expect("snap");
            ada.expect("live");
            assertEquals(
                    1,
                    ada.ask(HubPeer.publication("news:jndi", 1, Json.createValue(7)))
                            .getInt("o"));
            assertEquals(
                    1,
                    ada.ask(HubPeer.publication("sync:jndi", 2, Json.createValue(8))
                                    .add("key", "k"))
                            .getInt("v"));
            assertEquals(1, rows("parley_publication"));
            assertEquals(1, rows("parley_value"));
        } finally {
            deployer.undeploy(WAR);
        }
        deployer.deploy(WAR);
        try (HubPeer ada = HubPeer.open(hub(), "ada")) {
            ada.ask(HubPeer.message("sub").add("ch", "news:jndi").add("since", position(messages, "o")));
            assertEquals(7, ada.expect("msg").getInt("d"));
            ada.expect("live");
            JsonObject again =
                    ada.ask(HubPeer.message("sub").add("ch", "sync:jndi").add("since", position(values, "v")));
            assertEquals(values.getString("e"), again.getString("e"));
            assertEquals(8, ada.expect("upd").getJsonObject("set").getInt("k"));
        } finally {
            deployer.undeploy(WAR);
        }
    }

    private static URI hub() {
        return Site.deployed(WAR).at("hub");
    }

    private static JsonObject position(JsonObject subscribed, String field) {
        return Json.createObjectBuilder()
                .add("e", subscribed.getString("e"))
                .add(field, 0)
                .build();
    }
}
