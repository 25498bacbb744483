package dev.parley.containers.application;

import dev.parley.endpoints.api.ChannelPolicy;
import dev.parley.endpoints.api.Hub;
import dev.parley.hub.spi.Attempt;
import dev.parley.hub.spi.Authorizer.Decision;
import dev.parley.hub.spi.Identity;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Refuses a word in {@code news:…}, and sends what is published in {@code news:in} on to {@code news:out}. */
@WebListener
public class PolicyListener implements ServletContextListener {
    /** Called by the container. */
    public PolicyListener() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
        Hub hub = Hub.of(event.getServletContext()); // before or after Parley's own listener
        hub.policy("news:*", new ChannelPolicy() {
            @Override
            public Decision onPublish(Identity user, Attempt attempt) {
                return attempt.data().orElse("").contains("spam")
                        ? Decision.refused("no spam, please")
                        : Decision.ALLOWED;
            }
        });
        hub.channel("news:in")
                .subscribe(message -> hub.channel("news:out")
                        .publish("{\"offset\":" + message.offset() + ",\"data\":" + message.data() + "}")
                        .toCompletableFuture()
                        .join()); // a listener may block
    }
}
