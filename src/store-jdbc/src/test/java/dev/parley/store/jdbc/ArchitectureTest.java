package dev.parley.store.jdbc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the compiler does not see of the shape of this module. */
class ArchitectureTest {
    /** Fewer classes than this and the rules would pass on nothing. */
    private static final int FLOOR = 15;

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.parley.store.jdbc");

    static Stream<ArchRule> rules() {
        return Stream.of(
                classes()
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(
                                "dev.parley.store.jdbc..",
                                "dev.parley.hub.spi..",
                                "dev.parley.hub.memory..",
                                "java..",
                                "javax.sql..",
                                "org.jspecify..")
                        .as("the store stands on the JDK and the seams of the hub; drivers are the application's"),
                noClasses()
                        .should()
                        .callMethod(Thread.class, "sleep", long.class)
                        .as("no thread sleeps"),
                NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS,
                NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void keeps(ArchRule rule) {
        rule.check(MAIN);
    }

    @Test
    void looksAtEnoughClasses() {
        assertTrue(MAIN.size() >= FLOOR, MAIN.size() + " classes");
    }
}
