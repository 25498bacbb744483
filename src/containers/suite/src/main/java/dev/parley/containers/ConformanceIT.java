package dev.parley.containers;

import dev.parley.conformance.junit.ConformanceTests;
import dev.parley.conformance.script.Target;
import dev.parley.containers.deploy.Container;
import dev.parley.containers.deploy.ParleyWar;
import dev.parley.containers.deploy.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The conformance suite against {@code /echo}. What the container does wrong stands in the baseline file of its module,
 * with the reason; the reports are written to {@code target/conformance}. {@code -Dconformance.update-baseline=true}
 * writes the baseline anew.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class ConformanceIT {
    private static final long MAX_MESSAGE = 16 << 20;
    private static final double PATIENT = 2; // machines that build do other things too

    @Deployment(testable = false)
    static WebArchive war() {
        return ParleyWar.with("parley.echo.max-message-size", String.valueOf(MAX_MESSAGE));
    }

    /** All but the cases that only take long, which are those of category 9, and what the container does not survive. */
    @TestFactory
    Stream<DynamicTest> conforms() throws IOException {
        String container = Container.current().label();
        Target echo = new Target(Site.deployed().ws("echo"), List.of(), Optional.empty(), MAX_MESSAGE, PATIENT);
        return ConformanceTests.against(echo)
                .exclude(excluded(Container.current()))
                .baseline(Path.of("baseline-" + container + ".txt"))
                .reports(Path.of("target", "conformance"), container)
                .tests();
    }

    /** What comes with the request holds a thread of GlassFish and Payara for good; GlassFish is dead after five of them. */
    private static String[] excluded(Container container) {
        return container == Container.GLASSFISH || container == Container.PAYARA
                ? new String[] {
                    "9",
                    "handshake.arrival.*behind",
                    "handshake.arrival.bytes-with-frame",
                    "handshake.arrival.every-length",
                    "handshake.arrival.early",
                    "handshake.behind",
                    "handshake.header.no-colon"
                }
                : new String[] {"9"};
    }
}
