package dev.parley.containers.application;

import dev.parley.endpoints.api.ChannelPolicy;
import dev.parley.endpoints.api.Hub;
import dev.parley.endpoints.api.PolicyFor;
import dev.parley.hub.spi.Attempt;
import dev.parley.hub.spi.Authorizer.Decision;
import dev.parley.hub.spi.Identity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Refuses another word in {@code news:…}, where there is CDI. */
@ApplicationScoped
@PolicyFor("news:*")
public class PolicyBean implements ChannelPolicy {
    @Inject
    Hub hub;

    /** Called by CDI. */
    public PolicyBean() {}

    @Override
    public Decision onPublish(Identity user, Attempt attempt) {
        return attempt.data().orElse("").contains("ham")
                ? Decision.refused("no ham, " + hub.connections("nobody").size() + " want it")
                : Decision.ALLOWED;
    }
}
