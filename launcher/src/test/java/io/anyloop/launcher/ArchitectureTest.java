package io.anyloop.launcher;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/// What the module descriptors cannot say. Rules of the house, each with its reason.
@AnalyzeClasses(
        packages = "io.anyloop",
        importOptions = {
            ImportOption.DoNotIncludeTests.class,
            ArchitectureTest.NoTestsOfOtherModules.class,
            ArchitectureTest.OutsideTheJdk.class
        })
class ArchitectureTest {
    /// Without tests that a module lends to others in a jar of their own.
    static final class NoTestsOfOtherModules implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    /// Without the classes that the agent defines into the JDK's own packages; they lie in its jar as files.
    static final class OutsideTheJdk implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/agent/defined/");
        }
    }

    @ArchTest
    static final ArchRule loops_know_only_the_spi =
            classes()
                    .that()
                    .resideInAPackage("io.anyloop.loop..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "java..",
                            "javax..",
                            "io.netty..",
                            "io.vertx..",
                            "io.anyloop.descriptors",
                            "io.anyloop.spi",
                            "io.anyloop.loop..")
                    .because("a loop that knew greenlets could not be proven by a contract alone");

    @ArchTest
    static final ArchRule no_loop_names_another_loop =
            slices().matching("io.anyloop.loop.(*)..")
                    .should()
                    .notDependOnEachOther()
                    .ignoreDependency(alwaysTrue(), resideInAPackage("io.anyloop.loop.netty"))
                    .because("each loop must be addable and removable by itself");

    @ArchTest
    static final ArchRule only_descriptors_names_the_channels_of_the_jdk =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.anyloop.descriptors")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("sun..")
                    .because("one module should need the flag of the compiler");

    @ArchTest
    static final ArchRule the_spi_depends_on_nothing =
            classes()
                    .that()
                    .resideInAPackage("io.anyloop.spi")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("java..", "io.anyloop.spi")
                    .because("whoever writes a loop should need nothing but this");

    /// The rooms of core, from the ground up.
    private static final String[] ROOMS = {
        "io.anyloop.exceptions",
        "io.anyloop.function",
        "io.anyloop.base",
        "io.anyloop.jdk",
        "io.anyloop.kernel",
        "io.anyloop.waiting",
        "io.anyloop.joining",
        "io.anyloop.sync",
        "io.anyloop.queue",
        "io.anyloop.blocking",
        "io.anyloop.port",
        "io.anyloop.watch",
        "io.anyloop",
        "io.anyloop.group",
        "io.anyloop.server",
        "io.anyloop.names",
        "io.anyloop.adopt"
    };

    @ArchTest
    static final ArchRule core_depends_on_the_spi_only =
            classes()
                    .that()
                    .resideInAnyPackage(ROOMS)
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(ROOMS)
                                    .or(
                                            resideInAnyPackage(
                                                    "java..",
                                                    "javax.net.ssl",
                                                    "jdk.jfr..",
                                                    "io.anyloop.spi")))
                    .because("the library people import brings no others, and works on any loop");

    private static final String[] AREAS = {
        "io.anyloop.tck.loop",
        "io.anyloop.tck.greenlet",
        "io.anyloop.tck.time",
        "io.anyloop.tck.hub",
        "io.anyloop.tck.host",
        "io.anyloop.tck.sync",
        "io.anyloop.tck.queue",
        "io.anyloop.tck.group",
        "io.anyloop.tck.blocking",
        "io.anyloop.tck.server",
        "io.anyloop.tck.jdk",
        "io.anyloop.tck.everywait"
    };

    @ArchTest
    static final ArchRule cases_stand_on_fixtures_and_contracts_on_cases =
            layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("setup")
                    .definedBy("io.anyloop.tck.setup")
                    .layer("fixture")
                    .definedBy("io.anyloop.tck.fixture")
                    .layer("areas")
                    .definedBy(AREAS)
                    .layer("contracts")
                    .definedBy("io.anyloop.tck")
                    .whereLayer("setup")
                    .mayNotAccessAnyLayer()
                    .whereLayer("fixture")
                    .mayOnlyAccessLayers("setup")
                    .whereLayer("areas")
                    .mayOnlyAccessLayers("setup", "fixture")
                    .because("what cases are written with is not made for one of them");

    @ArchTest
    static final ArchRule no_area_of_cases_knows_another =
            slices().matching("io.anyloop.tck.(*)")
                    .namingSlices("$1")
                    .should()
                    .notDependOnEachOther()
                    .ignoreDependency(
                            alwaysTrue(),
                            resideInAnyPackage("io.anyloop.tck.setup", "io.anyloop.tck.fixture"))
                    .because("a case can be read, and an area left out, without the others");

    @ArchTest
    static final ArchRule each_room_stands_on_those_below =
            layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("exceptions")
                    .definedBy("io.anyloop.exceptions")
                    .layer("function")
                    .definedBy("io.anyloop.function")
                    .layer("base")
                    .definedBy("io.anyloop.base")
                    .layer("jdk")
                    .definedBy("io.anyloop.jdk")
                    .layer("kernel")
                    .definedBy("io.anyloop.kernel")
                    .layer("waiting")
                    .definedBy("io.anyloop.waiting")
                    .layer("joining")
                    .definedBy("io.anyloop.joining")
                    .layer("sync")
                    .definedBy("io.anyloop.sync")
                    .layer("queue")
                    .definedBy("io.anyloop.queue")
                    .layer("blocking")
                    .definedBy("io.anyloop.blocking")
                    .layer("port")
                    .definedBy("io.anyloop.port")
                    .layer("watch")
                    .definedBy("io.anyloop.watch")
                    .layer("hub")
                    .definedBy("io.anyloop")
                    .layer("group")
                    .definedBy("io.anyloop.group")
                    .layer("server")
                    .definedBy("io.anyloop.server")
                    .layer("names")
                    .definedBy("io.anyloop.names")
                    .layer("adopt")
                    .definedBy("io.anyloop.adopt")
                    .whereLayer("exceptions")
                    .mayNotAccessAnyLayer()
                    .whereLayer("function")
                    .mayOnlyAccessLayers("exceptions")
                    .whereLayer("base")
                    .mayOnlyAccessLayers("exceptions", "function")
                    .whereLayer("jdk")
                    .mayOnlyAccessLayers("base")
                    .whereLayer("kernel")
                    .mayOnlyAccessLayers("exceptions", "function", "base", "jdk")
                    .whereLayer("waiting")
                    .mayOnlyAccessLayers("exceptions", "function", "base", "kernel")
                    .whereLayer("joining")
                    .mayOnlyAccessLayers("function", "base", "kernel", "waiting")
                    .whereLayer("sync")
                    .mayOnlyAccessLayers("exceptions", "function", "base", "jdk", "waiting")
                    .whereLayer("queue")
                    .mayOnlyAccessLayers("exceptions", "function", "base", "waiting")
                    .whereLayer("blocking")
                    .mayOnlyAccessLayers(
                            "exceptions",
                            "function",
                            "base",
                            "jdk",
                            "kernel",
                            "waiting",
                            "joining",
                            "sync")
                    .whereLayer("port")
                    .mayOnlyAccessLayers("base", "jdk", "kernel", "waiting")
                    .whereLayer("watch")
                    .mayOnlyAccessLayers("base", "jdk", "kernel")
                    .whereLayer("hub")
                    .mayOnlyAccessLayers(
                            "exceptions",
                            "function",
                            "base",
                            "jdk",
                            "kernel",
                            "waiting",
                            "joining",
                            "blocking",
                            "port",
                            "watch")
                    .whereLayer("group")
                    .mayOnlyAccessLayers(
                            "exceptions",
                            "function",
                            "base",
                            "jdk",
                            "kernel",
                            "waiting",
                            "joining",
                            "sync",
                            "queue",
                            "hub")
                    .whereLayer("server")
                    .mayOnlyAccessLayers(
                            "exceptions", "function", "waiting", "sync", "hub", "group")
                    .whereLayer("names")
                    .mayOnlyAccessLayers("exceptions", "function", "blocking", "hub")
                    .whereLayer("adopt")
                    .mayOnlyAccessLayers(
                            "exceptions", "function", "base", "jdk", "kernel", "hub", "group")
                    .because(
                            "a reader goes down, and not back and forth; who needs the kernel says why");

    @ArchTest
    static final ArchRule only_waits_park_threads =
            classes()
                    .that()
                    .resideInAnyPackage(ROOMS)
                    .and(
                            not(
                                    nameMatching(
                                            ".*\\.(Waiter|JdkWait|Breath|Baton|Watchdog|ParkingLoop|HostedCarrier|VirtualThreads\\$Probe)")))
                    .should(notCall("java.util.concurrent.locks.LockSupport", "park.*"))
                    .because("there is one place to read when a greenlet does not wake up");

    @ArchTest
    static final ArchRule only_hub_threads_opens_java_lang =
            classes()
                    .that()
                    .resideInAPackage("io.anyloop..")
                    .and(
                            not(
                                    nameMatching(
                                            "io\\.anyloop\\.jdk\\.(HubThreads|Continuations|ThreadBodies.*|Snapshots)")))
                    .and(not(resideInAPackage("io.anyloop.tck..")))
                    .and(not(nameMatching("io\\.anyloop\\.agent\\.CommandLine"))) // the class path
                    .and(not(resideInAPackage("io.anyloop.agent.doctor"))) // opens core's
                    .should(notCall("java.lang.reflect.*", "setAccessible"))
                    .because("few classes should change when the JDK moves (decision 0061)");

    @ArchTest
    static final ArchRule few_know_what_the_jdk_hands_over =
            noClasses()
                    .that()
                    .resideInAPackage("io.anyloop..")
                    .and(
                            not(
                                    nameMatching(
                                            "io\\.anyloop\\.(port\\.HubScheduler|jdk\\.Continuations|jdk\\.VirtualThreads\\$Probe)")))
                    .and(not(resideInAnyPackage("io.anyloop.tck..", "io.anyloop.benchmarks..")))
                    .should()
                    .dependOnClassesThat()
                    .haveNameMatching("java\\.util\\.concurrent\\.ForkJoin(Pool|Task)")
                    .because("few classes should change when the JDK moves (decision 0061)");

    @ArchTest
    static final ArchRule public_classes_are_closed =
            classes()
                    .that()
                    .resideInAnyPackage(
                            "io.anyloop",
                            "io.anyloop.blocking",
                            "io.anyloop.function",
                            "io.anyloop.group",
                            "io.anyloop.queue",
                            "io.anyloop.server",
                            "io.anyloop.sync",
                            "io.anyloop.spi",
                            "io.anyloop.descriptors",
                            "io.anyloop.loop..")
                    .and()
                    .arePublic()
                    .and()
                    .areNotInterfaces()
                    .and()
                    .areNotAssignableTo(Throwable.class)
                    .and(not(describe("sealed", type -> type.reflect().isSealed())))
                    .should()
                    .haveModifier(JavaModifier.FINAL)
                    .because("what is not made for inheritance cannot be broken by it");

    @ArchTest
    static final ArchRule names_say_what_a_class_is =
            noClasses()
                    .should()
                    .haveSimpleNameEndingWith("Impl")
                    .orShould()
                    .haveSimpleNameEndingWith("Manager")
                    .orShould()
                    .haveSimpleNameEndingWith("Helper")
                    .orShould()
                    .haveSimpleNameEndingWith("Util")
                    .orShould()
                    .haveSimpleNameEndingWith("Utils")
                    .because("a manager has no boundary");

    @ArchTest
    static final ArchRule packages_are_free_of_cycles =
            slices().matching("io.anyloop.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nobody_needs_launcher_or_examples =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("io.anyloop.launcher..", "io.anyloop.examples..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.anyloop.launcher..", "io.anyloop.examples..")
                    .because("programs stand at the end of all arrows");

    private static ArchCondition<JavaClass> notCall(String owner, String method) {
        return new ArchCondition<>("not call " + owner + "." + method) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                    if (access.getTargetOwner().getName().matches(owner)
                            && access.getTarget().getName().matches(method)) {
                        events.add(SimpleConditionEvent.violated(type, access.getDescription()));
                    }
                }
            }
        };
    }
}
