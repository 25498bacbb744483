package dev.parley.endpoints;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.locks.Lock;

/** The rules of the module's design that a compiler does not know. */
@AnalyzeClasses(packages = "dev.parley.endpoints", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final int AT_LEAST = 60;
    private static final String ROOT = "dev.parley.endpoints";
    private static final String SESSION = "dev.parley.endpoints.session";

    @ArchTest
    static void seesTheClasses(JavaClasses all) {
        assertTrue(all.size() >= AT_LEAST, all.size() + " classes seen; at least " + AT_LEAST + " are there");
    }

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.parley.endpoints.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothingBelowKnowsTheRoot = noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT);

    @ArchTest
    static final ArchRule servletsAreForTheRoot = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT)
            .and()
            .resideOutsideOfPackages(ROOT + ".settings", ROOT + ".api") // read context parameters and an attribute
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.servlet..");

    @ArchTest
    static final ArchRule sessionsAreForTheRootAndTheSessionPackage = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT, SESSION)
            .should()
            .dependOnClassesThat(resideInAnyPackage("jakarta.websocket..").and(not(isCodec())));

    private static DescribedPredicate<JavaClass> isCodec() {
        return describe(
                "of an encoder or decoder",
                type -> type.getName().startsWith("jakarta.websocket.Encode")
                        || type.getName().startsWith("jakarta.websocket.Decode"));
    }

    @ArchTest
    static final ArchRule codecsAreForTheChat = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + ".chat", ROOT)
            .should()
            .dependOnClassesThat(isCodec());

    @ArchTest
    static final ArchRule nobodySendsBlocking = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".session.SessionTransport") // to peers that are known to read
            .should()
            .callMethod(Session.class, "getBasicRemote")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(RemoteEndpoint.Basic.class);

    @ArchTest
    static final ArchRule nobodyAsksTheContainerForItsSessions =
            noClasses().should().callMethod(Session.class, "getOpenSessions");

    @ArchTest
    static final ArchRule endpointsHoldNoCollections = fields().that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(ServerEndpoint.class)
            .should(haveNoRawTypeOf(Map.class))
            .andShould(haveNoRawTypeOf(Collection.class))
            .andShould(haveNoRawTypeOf(Lock.class));

    private static ArchCondition<JavaField> haveNoRawTypeOf(Class<?> type) {
        return new ArchCondition<>("hold no " + type.getSimpleName()) {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                if (field.getRawType().isAssignableTo(type)) {
                    events.add(SimpleConditionEvent.violated(field, field.getDescription()));
                }
            }
        };
    }

    @ArchTest
    static final ArchRule endpointsArePublic = classes()
            .that()
            .areAnnotatedWith(ServerEndpoint.class)
            .should()
            .bePublic()
            .andShould()
            .resideInAPackage(ROOT);

    @ArchTest
    static final ArchRule endpointsReadNoJson =
            noClasses().should().dependOnClassesThat().resideInAPackage("jakarta.json..");

    @ArchTest
    static final ArchRule noStandardStreams = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule noGenericExceptions = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

    @ArchTest
    static final ArchRule noJavaUtilLogging = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest
    static final ArchRule noLoggingFramework =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.slf4j..", "org.apache..", "ch.qos..");
}
