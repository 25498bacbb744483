package dev.parley.containers.deploy;

import org.jboss.arquillian.core.spi.LoadableExtension;

/** Registers what the suite adds to Arquillian. */
public final class SuiteExtension implements LoadableExtension {
    @Override
    public void register(ExtensionBuilder builder) {
        builder.observer(DeploymentWatch.class);
    }
}
