package dev.parley.endpoints;

import dev.parley.endpoints.api.ChannelPolicy;
import dev.parley.endpoints.api.Hub;
import dev.parley.endpoints.api.PolicyFor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.servlet.ServletContext;
import java.lang.annotation.Annotation;

/** Makes the policies of a web application that are beans decide, where there is CDI; elsewhere nobody loads it. */
@Dependent
public class PolicyBeans {
    /** Called by CDI. */
    public PolicyBeans() {}

    /**
     * Called by CDI when the web application starts, before its first request. What is made here lasts as long as it.
     *
     * @throws IllegalArgumentException if the pattern of a policy is none; the web application does not start then
     */
    public void register(@Observes @Initialized(ApplicationScoped.class) ServletContext context, BeanManager beans) {
        for (Bean<?> bean : beans.getBeans(ChannelPolicy.class, Any.Literal.INSTANCE)) {
            for (Annotation qualifier : bean.getQualifiers()) {
                if (qualifier instanceof PolicyFor policy) {
                    Hub.of(context).policy(policy.value(), reference(bean, beans));
                }
            }
        }
    }

    private static ChannelPolicy reference(Bean<?> bean, BeanManager beans) {
        return (ChannelPolicy) beans.getReference(bean, ChannelPolicy.class, beans.createCreationalContext(bean));
    }
}
