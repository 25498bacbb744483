package dev.parley.containers.deploy;

import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Builds the WARs of the suite: the real one with other settings, or one with classes of our own. */
public final class ParleyWar {
    /** File in every WAR of a run that no other server has. */
    static final String NONCE_FILE = "it-nonce.txt";

    /** Content of {@link #NONCE_FILE}. */
    static final String NONCE = UUID.randomUUID().toString();

    private ParleyWar() {}

    /** The directory of this run's files. */
    public static Path directory() {
        return Path.of(System.getProperty("it.directory"));
    }

    /**
     * The real WAR with its default settings but for these, and without rates unless one of them is named: a program that
     * tests writes faster than people.
     *
     * @param settings names and values in turn
     */
    public static WebArchive with(String... settings) {
        return named("parley-it", settings);
    }

    /** The real WAR under another name, which is its context path too. */
    public static WebArchive named(String name, String... settings) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("parley.rates.messages", "off");
        values.put("parley.rates.publishes", "off");
        for (int i = 0; i < settings.length; i += 2) {
            values.put(settings[i], settings[i + 1]);
        }
        StringBuilder properties = new StringBuilder();
        values.forEach((key, value) -> properties.append(key + "=" + value + "\n"));
        File war = directory().resolve("parley.war").toFile();
        return ShrinkWrap.create(ZipImporter.class, name + ".war")
                .importFrom(war)
                .as(WebArchive.class)
                .addAsWebInfResource(new StringAsset(properties.toString()), "classes/parley.properties")
                .addAsWebResource(new StringAsset(NONCE), NONCE_FILE);
    }

    /** The WAR of an example in {@code docs/examples}. */
    public static WebArchive example(String name) {
        File war = directory().resolve(name + ".war").toFile();
        return ShrinkWrap.create(ZipImporter.class, name + "-it.war")
                .importFrom(war)
                .as(WebArchive.class)
                .addAsWebResource(new StringAsset(NONCE), NONCE_FILE);
    }

    /** A WAR with nothing of Parley but the public classes of a package of this suite. */
    public static WebArchive ofPackage(String name, Package classes) {
        return ShrinkWrap.create(WebArchive.class, name + ".war")
                .addPackage(classes)
                .addAsWebResource(new StringAsset(NONCE), NONCE_FILE);
    }
}
