package dev.parley.hub.protocol;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.access.Access;
import dev.parley.hub.access.Limiter;
import dev.parley.hub.access.OwnChannels;
import dev.parley.hub.spi.Authorizer;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Channels in which only the server publishes, and which it shows to whom it likes. */
class OwnChannelsTest {
    private static final String WANTED = "{'t':'sub','id':1,'ch':'ticker:a'}";

    private final TestHub hub = new TestHub();
    private boolean readable = true;
    private final OwnChannels own = new OwnChannels("ticker", "not from there", login -> readable);

    @BeforeEach
    void allowAllElse() {
        hub.access = new Access(new TestTokens(hub), Authorizer.ALL, hub, Duration.ofSeconds(10), Limiter.none(), own);
    }

    private static String refusal(TestClient of) {
        String told = of.take().get(0);
        assertTrue(told.contains("'code':'forbidden'".replace('\'', '"')), told);
        return told;
    }

    @Test
    void areReadByWhomTheServerLikes() {
        TestClient ann = TestClient.welcome(hub, "ann");
        assertFalse(own.areRead());
        ann.say(WANTED);
        assertTrue(ann.take().get(0).contains("\"ok\""));
        assertTrue(own.areRead());
        ann.session().ended();
        assertFalse(own.areRead(), "once the connection is over");
    }

    @Test
    void areClosedToOthers() {
        readable = false;
        TestClient ann = TestClient.welcome(hub, "ann");
        ann.say(WANTED);
        assertTrue(refusal(ann).contains("not from there"));
        assertFalse(own.areRead());
    }

    @Test
    void arePublishedInByTheServerAlone() {
        TestClient ann = TestClient.welcome(hub, "ann");
        for (String wish : new String[] {
            "{'t':'pub','id':1,'ch':'ticker:a','mid':1,'key':'k','d':1}",
            "{'t':'pub','id':1,'ch':'ticker:b','mid':2,'key':'k','del':true}",
            "{'t':'sub','id':1,'ch':'ticker:a','presence':true}",
            "{'t':'pres','id':1,'ch':'ticker:a'}"
        }) {
            ann.say(wish);
            assertTrue(refusal(ann).contains("only the server publishes"), wish);
        }
        assertTrue(hub.states.get("ticker:a", "k").isEmpty());
    }

    @Test
    void areNotThoseOfOtherNamespaces() {
        readable = false;
        TestClient ann = TestClient.welcome(hub, "ann");
        ann.say("{'t':'pub','id':1,'ch':'sync:a','mid':1,'key':'k','d':1}");
        assertTrue(ann.take().get(0).contains("\"ok\""));
    }
}
