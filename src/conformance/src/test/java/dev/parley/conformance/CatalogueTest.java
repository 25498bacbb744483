package dev.parley.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.conformance.cases.AllCases;
import dev.parley.conformance.model.ConformanceCase;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalogue itself: that every case is documented, under an id and a section that can be looked up. */
class CatalogueTest {
    static Stream<ConformanceCase> cases() {
        return AllCases.catalogue().all().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void documentsEveryCase(ConformanceCase one) {
        assertTrue(one.id().matches("([a-z0-9][a-z0-9-]*)(\\.[a-z0-9][a-z0-9-]*)+"), () -> "id " + one.id());
        assertTrue(Sections.exists(one.section()), () -> one.id() + " cites " + one.rule());
        assertTrue(one.title().length() > 10 && !one.title().endsWith("."), () -> one.id() + ": " + one.title());
        assertTrue(one.why().length() > 20 && one.why().endsWith("."), () -> one.id() + " says why: " + one.why());
        assertTrue(!one.accepted().isEmpty(), () -> one.id() + " says what is accepted");
    }
}
