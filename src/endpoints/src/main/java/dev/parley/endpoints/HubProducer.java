package dev.parley.endpoints;

import dev.parley.endpoints.api.Hub;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.servlet.ServletContext;

/** Makes {@code @Inject Hub} work where there is CDI; elsewhere nobody loads it. */
@Dependent
public class HubProducer {
    /** Called by CDI. */
    public HubProducer() {}

    /** Called by CDI, for all injection points of a web application together. */
    @Produces
    @ApplicationScoped
    public Hub hub(ServletContext context) {
        return Hub.of(context);
    }
}
