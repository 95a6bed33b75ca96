package io.anyloop.loop.sim.broken;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.anyloop.spi.HostedLoop;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import io.anyloop.tck.LoopContract;
import io.anyloop.tck.setup.Host;
import io.anyloop.tck.setup.TckEnvironment;
import io.anyloop.tck.setup.UnfitHost;
import io.anyloop.tck.setup.Wire;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/// Runs the whole contract on a subject.
final class Trial {
    /// The contract is run by class name; this is how its instances find what they judge. JUnit makes them on the thread
    /// that asks for a trial, of which there may be several at once.
    private static final ThreadLocal<Charge> CHARGE = new ThreadLocal<>();

    /// What is judged, and how patiently.
    private record Charge(Subject subject, TckEnvironment environment) {}

    private Trial() {}

    /// The rules that the subject breaks, each with the message of its case.
    static Map<String, String> brokenRules(Subject subject) {
        return brokenRules(subject, subject.environment(), selectClass(OnTrial.class));
    }

    /// The same by some cases alone.
    static Map<String, String> brokenRules(
            Subject subject, TckEnvironment environment, Stream<Method> cases) {
        return brokenRules(
                subject,
                environment,
                cases.map(method -> selectMethod(OnTrial.class, method))
                        .toArray(DiscoverySelector[]::new));
    }

    private static Map<String, String> brokenRules(
            Subject subject, TckEnvironment environment, DiscoverySelector... cases) {
        CHARGE.set(new Charge(subject, environment));
        var broken = new TreeMap<String, String>();
        EngineTestKit.engine("junit-jupiter")
                .selectors(cases)
                .execute()
                .testEvents()
                .failed()
                .stream()
                .forEach(event -> broken.put(rule(event), message(event)));
        return broken;
    }

    private static String rule(Event failed) {
        return Rules.ofCase(failed.getTestDescriptor().getDisplayName());
    }

    private static String message(Event failed) {
        return failed.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .map(Throwable::getMessage)
                .orElse("");
    }

    static final class OnTrial extends LoopContract {
        private final Subject subject = CHARGE.get().subject();
        private final TckEnvironment environment = CHARGE.get().environment();

        @Override
        protected LoopProvider provider() {
            return subject.provider();
        }

        @Override
        protected void dispose(Loop loop) throws IOException {
            subject.dispose(loop);
        }

        @Override
        protected Wire openWire(Loop loop) throws IOException {
            var own = subject.openWire(loop);
            return own.isPresent() ? own.get() : super.openWire(loop);
        }

        @Override
        protected Host hostOf(HostedLoop loop) {
            return subject.hostOf(loop);
        }

        @Override
        protected TckEnvironment environment() {
            return environment;
        }

        @Override
        protected Optional<HostedLoop> openUnfit(UnfitHost unfit) {
            return subject.openUnfit(unfit);
        }
    }
}
