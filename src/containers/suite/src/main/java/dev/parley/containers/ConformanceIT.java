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

    @Deployment(testable = false)
    static WebArchive war() {
        return ParleyWar.with("parley.echo.max-message-size", String.valueOf(MAX_MESSAGE));
    }

    /** All but the cases that only take long: they are those of category 9. */
    @TestFactory
    Stream<DynamicTest> conforms() throws IOException {
        String container = Container.current().label();
        Target echo = new Target(Site.deployed().ws("echo"), List.of(), Optional.empty(), MAX_MESSAGE, 1);
        return ConformanceTests.against(echo)
                .exclude("9")
                .baseline(Path.of("baseline-" + container + ".txt"))
                .reports(Path.of("target", "conformance"), container)
                .tests();
    }
}
