package dev.parley.conformance.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of the suite, from the manifest of its jar. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"parley-conformance " + number()};
    }

    static String number() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
