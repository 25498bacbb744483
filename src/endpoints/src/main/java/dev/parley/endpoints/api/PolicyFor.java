package dev.parley.endpoints.api;

import jakarta.enterprise.util.Nonbinding;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a CDI bean that is a {@link ChannelPolicy} decide in some channels, as {@link Hub#policy} would from the start of
 * the web application on:
 *
 * <pre>{@code
 * @ApplicationScoped
 * @PolicyFor("news:*")
 * public class EditorsOnly implements ChannelPolicy { … }
 * }</pre>
 *
 * <p>A bean is one object, or the proxy of one, for all clients and threads. There is no request and no session where it is called:
 * one whose scope needs them refuses everything.
 */
@Documented
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.FIELD})
public @interface PolicyFor {
    /** Name of a channel, or the beginning of names and a {@code *}. */
    @Nonbinding
    String value();
}
