package dev.parley.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom, and what the compiler does not see. */
@AnalyzeClasses(packages = "dev.parley", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final int FLOOR = 60;

    @ArchTest
    static final ArchRule ENDPOINTS_DO_NOT_KNOW_THE_SERVER = noClasses()
            .that()
            .resideInAPackage("dev.parley.endpoints..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.parley.server..", "dev.parley.wire..", "org.glassfish..");

    @ArchTest
    static final ArchRule SERVER_DOES_NOT_KNOW_ITS_COMMAND_LINE = noClasses()
            .that()
            .resideInAPackage("dev.parley.server")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.parley.server.cli..", "picocli..");

    @ArchTest
    static final ArchRule SERVER_STANDS_ON_THE_ENDPOINTS_WIRE_AND_TYRUS = classes()
            .that()
            .resideInAPackage("dev.parley.server..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.parley.server..",
                    "dev.parley.endpoints",
                    "dev.parley.endpoints.handshake",
                    "dev.parley.endpoints.push",
                    "dev.parley.endpoints.settings",
                    "dev.parley.wire..",
                    "org.glassfish..",
                    "jakarta..",
                    "picocli..",
                    "java..",
                    "javax.net.ssl..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule WIRE_KNOWS_NOBODY = noClasses()
            .that()
            .resideInAPackage("dev.parley.wire..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.parley.server..", "dev.parley.endpoints..", "dev.parley.hub..");

    @ArchTest
    static final ArchRule NO_INTERNALS_OF_THE_JDK =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("sun..", "com.sun..", "jdk.internal..");

    @ArchTest
    static final ArchRule STANDARD_STREAMS_ONLY_IN_THE_COMMAND_LINE =
            noClasses().that().resideOutsideOfPackage("dev.parley.server.cli").should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule NO_GENERIC_EXCEPTIONS = noClasses().should(THROW_GENERIC_EXCEPTIONS);

    @ArchTest
    static final ArchRule GUARD_KNOWS_NO_GRIZZLY = classes()
            .that()
            .haveSimpleNameStartingWith("Frame")
            .or()
            .haveSimpleNameStartingWith("CloseFrames")
            .and()
            .resideInAPackage("dev.parley.server")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.parley.server", "dev.parley.wire..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.parley.server.(**)").should().beFreeOfCycles();

    @ArchTest
    static void seesTheClasses(JavaClasses classes) {
        assertTrue(classes.size() >= FLOOR, classes.size() + " classes seen");
    }
}
