package dev.parley.endpoints;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.endpoints.api.ChannelPolicy;
import dev.parley.endpoints.api.Hub;
import dev.parley.endpoints.api.PolicyFor;
import dev.parley.hub.access.Login;
import dev.parley.hub.spi.Attempt;
import dev.parley.hub.spi.Authorizer.Action;
import dev.parley.hub.spi.Authorizer.Decision;
import dev.parley.hub.spi.Identity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Policies that are beans, in a real CDI container. */
class PolicyBeansTest extends EndpointsFixture {
    private @Nullable SeContainer container;

    /** Speaks to clients whose name it knows. */
    @ApplicationScoped
    @PolicyFor("news:*")
    static class EditorsOnly implements ChannelPolicy {
        @Override
        public Decision onPublish(Identity user, Attempt attempt) {
            return Decision.refused("editors only");
        }
    }

    /** Made by a method; its object is not shared. */
    @Dependent
    static class Producer {
        @Produces
        @PolicyFor("chat:secret")
        ChannelPolicy closed() {
            return new ChannelPolicy() {
                @Override
                public Decision onSubscribe(Identity user, String channel) {
                    return Decision.refused("closed");
                }

                @Override
                public Decision onPresence(Identity user, String channel) {
                    return Decision.refused("nobody is here");
                }
            };
        }

        /** Not for this hub to use: it has no pattern. */
        @Produces
        ChannelPolicy unused() {
            throw new IllegalStateException("nobody asked for it");
        }
    }

    /** There is no request where it is called. */
    @RequestScoped
    @PolicyFor("chat:request")
    static class OfARequest implements ChannelPolicy {}

    /** Its pattern is none. */
    @Dependent
    @PolicyFor("news:*:*")
    static class Misspelt implements ChannelPolicy {}

    private final Hub hub = application.local();
    private final ServletContext context = proxy(ServletContext.class, Map.of("getAttribute", hub));

    private void start(Class<?>... beans) {
        SeContainer started = SeContainerInitializer.newInstance()
                .disableDiscovery()
                .addBeanClasses(PolicyBeans.class)
                .addBeanClasses(beans)
                .initialize();
        container = started;
        started.getBeanManager()
                .getEvent()
                .select(ServletContext.class, Initialized.Literal.APPLICATION)
                .fire(context);
    }

    @AfterEach
    void end() {
        if (container != null) {
            container.close();
        }
    }

    private String decision(Action action, String channel) {
        Login login = application.access().login(Optional.empty(), "192.0.2.1");
        Decision decision =
                login.decide(action == Action.PUBLISH ? Attempt.publish(channel, "1") : Attempt.of(action, channel));
        return decision.allowed() ? "allowed" : decision.reason();
    }

    @Test
    void decideInTheirChannels() {
        start(EditorsOnly.class, Producer.class);
        assertEquals("editors only", decision(Action.PUBLISH, "news:all"));
        assertEquals("allowed", decision(Action.SUBSCRIBE, "news:all"));
        assertEquals("allowed", decision(Action.PUBLISH, "chat:all"));
        assertEquals("closed", decision(Action.SUBSCRIBE, "chat:secret"));
        assertEquals("nobody is here", decision(Action.PRESENCE, "chat:secret"));
        assertEquals("allowed", decision(Action.SUBSCRIBE, "chat:all"));
    }

    @Test
    void refuseWhatTheirScopeLetsThemNotDecide() {
        start(OfARequest.class);
        assertEquals("the application could not decide", decision(Action.PUBLISH, "chat:request"));
        assertEquals("allowed", decision(Action.PUBLISH, "chat:all"));
    }

    @Test
    void withAWrongPatternFailTheStart() {
        IllegalArgumentException wrong = assertThrows(IllegalArgumentException.class, () -> start(Misspelt.class));
        assertTrue(String.valueOf(wrong.getMessage()).startsWith("\"news:*:*\" is no pattern"), wrong::getMessage);
    }
}
