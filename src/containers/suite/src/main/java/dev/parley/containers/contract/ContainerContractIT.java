package dev.parley.containers.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.containers.deploy.Container;
import dev.parley.containers.deploy.ParleyWar;
import dev.parley.containers.deploy.Site;
import dev.parley.containers.probe.Probe;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each row of {@link Contract} against the container of this run. A row that fails after an upgrade of the container
 * means that our code, which relies on it or works around it, must be looked at: not that the row must be changed.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class ContainerContractIT {
    private static final Map<String, Observation> OBSERVATIONS = new HashMap<>();

    static {
        OBSERVATIONS.putAll(HandshakeObservations.all());
        OBSERVATIONS.putAll(SendObservations.all());
        OBSERVATIONS.putAll(ReceiveObservations.all());
        OBSERVATIONS.putAll(CloseObservations.all());
    }

    private final Site site = Site.deployed();

    @Deployment(testable = false)
    static WebArchive war() {
        WebArchive war = ParleyWar.ofPackage("contract-it", Probe.class.getPackage());
        return Container.current().servlets()
                ? war.addPackage(Probe.class.getPackageName() + ".servlet") // nobody else has the Servlet API
                : war;
    }

    static Stream<String> rows() {
        return Contract.rows().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void behavesAsTheTableSays(String row) throws Exception {
        Observation observation = OBSERVATIONS.get(row);
        if (observation == null) {
            throw new AssertionError("no observation for the row " + row);
        }
        try (ProbeClient client = new ProbeClient(site)) {
            assertEquals(Contract.rows().get(row), observation.observe(client));
        }
    }

    @Test
    void everyObservationHasARow() {
        assertEquals(Contract.rows().keySet(), OBSERVATIONS.keySet());
    }
}
