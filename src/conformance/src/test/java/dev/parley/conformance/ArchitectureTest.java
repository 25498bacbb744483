package dev.parley.conformance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The directions of docs/decisions/0500. */
class ArchitectureTest {
    private static final int FLOOR = 80; // a rule cannot pass on nothing
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.parley.conformance");

    @Test
    void seesTheModule() {
        assertTrue(CLASSES.size() > FLOOR, () -> CLASSES.size() + " classes seen");
    }

    @Test
    void hasNoCycles() {
        slices().matching("dev.parley.conformance.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void opensSocketsInPeerOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..peer..")
                .and()
                .resideOutsideOfPackage("..cli..") // certificates and addresses, no connections
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.net\\.(Server)?Socket|java\\.nio\\.channels\\..*|javax\\.net\\..*")
                .check(CLASSES);
    }

    @Test
    void keepsCasesFromSocketsReportsAndClocks() {
        noClasses()
                .that()
                .resideInAPackage("..cases..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..peer..", "..report..", "..runner..", "..cli..", "java.net..", "java.time..")
                .check(CLASSES);
    }

    @Test
    void keepsReportsFromPeers() {
        noClasses()
                .that()
                .resideInAPackage("..report..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..peer..", "..runner..", "..cases..", "..cli..", "java.net..")
                .check(CLASSES);
    }

    @Test
    void sharesNoCodeWithWhatItJudges() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.parley.wire..")
                .check(CLASSES);
    }
}
