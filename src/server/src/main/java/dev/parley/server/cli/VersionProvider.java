package dev.parley.server.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Reads the version from the manifest of the jar. */
final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("(not run from its jar)");
        return new String[] {"parley-server " + version + ", Java " + Runtime.version()};
    }
}
