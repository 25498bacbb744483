package dev.parley.wire;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the compiler cannot see: no I/O, no threads, no clock, no cycles, nothing but the JDK. */
@AnalyzeClasses(packages = "dev.parley.wire", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final int FLOOR = 50;

    @ArchTest
    static final ArchRule ONLY_THE_JDK = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.parley.wire..", "java..", "javax.crypto..", "org.jspecify..");

    @ArchTest
    static final ArchRule NO_IO_AND_NO_THREADS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..", "java.util.concurrent..");

    @ArchTest
    static final ArchRule NO_CLOCK = noClasses()
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.time..");

    @ArchTest
    static final ArchRule RANDOMNESS_IN_ONE_PLACE = noClasses()
            .that()
            .doNotHaveSimpleName("KeystreamMaskingKeys")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.security\\.SecureRandom|java\\.util\\.Random");

    @ArchTest
    static final ArchRule THE_CORE_KNOWS_NO_HANDSHAKE_AND_NO_DEFLATE = noClasses()
            .that()
            .resideInAPackage("dev.parley.wire")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.parley.wire.handshake..", "dev.parley.wire.deflate..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.parley.wire.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_STANDARD_STREAMS = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule NO_GENERIC_EXCEPTIONS = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

    @ArchTest
    static void seesTheClasses(JavaClasses classes) {
        assertTrue(
                classes.size() >= FLOOR, () -> "only " + classes.size() + " classes: the rules would pass on nothing");
    }
}
