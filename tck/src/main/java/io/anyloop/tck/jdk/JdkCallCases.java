package io.anyloop.tck.jdk;

import io.anyloop.spi.Capability;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// What cases about the JDK's own waits for descriptors are written with: a check is done for each line of [JdkCall].
abstract class JdkCallCases extends Cases {
    static final Predicate<JdkCall> ALL = call -> true;

    /// What is checked of one call, on something fresh.
    interface Check {
        void on(HubCase hub, JdkCall call, JdkCall.Subject subject) throws Throwable;
    }

    final Stream<DynamicTest> each(Predicate<JdkCall> calls, Check check) {
        return Stream.of(JdkCall.values())
                .filter(calls)
                .map(call ->
                        DynamicTest.dynamicTest(
                                call.name(),
                                () ->
                                        inHub(
                                                HubCase.OPEN_WORLD,
                                                hub -> {
                                                    try (var subject = call.open()) {
                                                        check.on(hub, call, subject);
                                                    }
                                                })));
    }

    /// As [#each], where the JDK's waits come to the hub's own loop.
    final Stream<DynamicTest> eachOnHub(Predicate<JdkCall> calls, Check check) {
        return each(
                calls,
                (hub, call, subject) -> {
                    requireJdkWaits();
                    check.on(hub, call, subject);
                });
    }

    /// The case says something only where the JDK's waits come to the hub's own loop.
    final void requireJdkWaits() {
        HubCase.requireAgent();
        Set<Capability> declared = loops.provider().capabilities();
        HubCase.requires(
                declared.contains(Capability.DESCRIPTORS), "this loop watches no descriptors");
        HubCase.requires(
                !declared.contains(Capability.VIRTUAL_TIME),
                "its descriptors are simulated, so the JDK's pollers serve");
    }
}
