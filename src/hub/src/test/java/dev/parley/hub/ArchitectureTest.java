package dev.parley.hub;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.StringReader;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the compiler does not see of the shape of this module. */
class ArchitectureTest {
    /** Fewer classes than this and the rules would pass on nothing. */
    private static final int FLOOR = 60;

    private static final JavaClasses MAIN = new ClassFileImporter().importPath(mainClasses());

    /** Makes the path of the classes under test, without those of the tests. */
    static Path mainClasses() {
        try {
            return Path.of(Hub.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<ArchRule> rules() {
        return Stream.of(
                slices().matching("dev.parley.(**)").should().beFreeOfCycles(),
                noClasses()
                        .that()
                        .resideInAPackage("dev.parley.hub.spi..")
                        .should()
                        .dependOnClassesThat(are(resideInAPackage("dev.parley.."))
                                .and(are(
                                        resideInAPackage("dev.parley.hub.spi..").negate())))
                        .as("the seams depend on nothing else of the hub"),
                classes()
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage("dev.parley.hub..", "java..", "jakarta.json..", "org.jspecify..")
                        .as("the hub stands on the JDK and the JSON API alone"),
                noClasses()
                        .that()
                        .resideOutsideOfPackage("dev.parley.hub.json..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("jakarta.json..")
                        .as("one package reads JSON"),
                noClasses()
                        .that()
                        .resideOutsideOfPackage("dev.parley.hub.protocol..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("dev.parley.hub.protocol..")
                        .as("the hub does not know its protocol"),
                noClasses()
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..", "java.io..")
                                        .and(not(type(StringReader.class))))
                        .as("the hub does no I/O"),
                noClasses()
                        .should()
                        .callMethod(System.class, "nanoTime")
                        .orShould()
                        .callMethod(System.class, "currentTimeMillis")
                        .orShould()
                        .callMethod(Instant.class, "now")
                        .orShould()
                        .callMethod(Math.class, "random")
                        .orShould()
                        .callMethod(Thread.class, "sleep", long.class)
                        .orShould()
                        .dependOnClassesThat()
                        .belongToAnyOf(
                                Clock.class,
                                CompletableFuture.class,
                                Executors.class,
                                ForkJoinPool.class,
                                LockSupport.class,
                                Random.class,
                                RandomGeneratorFactory.class,
                                SplittableRandom.class,
                                Thread.class,
                                ThreadLocalRandom.class,
                                ThreadPoolExecutor.class,
                                Timer.class,
                                UUID.class)
                        .as("time, randomness and threads are passed in"),
                NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS,
                NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS,
                NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void keeps(ArchRule rule) {
        rule.check(MAIN);
    }

    @Test
    void looksAtEnoughClasses() {
        assertTrue(MAIN.size() >= FLOOR, MAIN.size() + " classes");
        assertTrue(!MAIN.contain(ArchitectureTest.class), "tests are not looked at");
    }
}
