package io.anyloop.tck.loop;

import io.anyloop.tck.fixture.Patience;
import io.anyloop.tck.fixture.Stacks;
import io.anyloop.tck.setup.CaseHung;
import io.anyloop.tck.setup.TckEnvironment;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/// Runs a case on a thread of its own, for a bounded time, and lets each failure say which rule was
/// broken and what to look at first. A case that hangs fails with what the loop did and the stacks of all threads.
public final class Judge {

    /// What a rule asks for, tried out.
    @FunctionalInterface
    public interface Case {
        void run() throws Exception;
    }

    private final TckEnvironment environment;

    public Judge(TckEnvironment environment) {
        this.environment = environment;
    }

    public void judge(String rule, String lookFirst, Case body) throws InterruptedException {
        var verdict = new FutureTask<Void>(() -> runToNull(body));
        var thread = Thread.ofPlatform().daemon().name("case of rule " + rule).start(verdict);
        try {
            verdict.get(environment.limit().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw broken(rule, lookFirst, e.getCause());
        } catch (TimeoutException e) {
            var hung = hung(rule, lookFirst, thread);
            thread.interrupt();
            throw hung;
        }
    }

    private static Void runToNull(Case body) throws Exception {
        body.run();
        return null;
    }

    private static AssertionFailedError broken(String rule, String lookFirst, Throwable cause) {
        if (cause instanceof TestAbortedException notApplicable) {
            throw notApplicable;
        }
        var what = cause instanceof AssertionError ? cause.getMessage() : "unexpected " + cause;
        return new AssertionFailedError(message(rule, what, lookFirst), cause);
    }

    private CaseHung hung(String rule, String lookFirst, Thread thread) {
        return new CaseHung(
                "%s%nThe loop: %s%n%s"
                        .formatted(
                                message(rule, Patience.hung(environment.limit()), lookFirst),
                                Bench.stateFor(thread),
                                Stacks.since(thread)));
    }

    private static String message(String rule, String what, String lookFirst) {
        var text = RuleTexts.of(rule).map("%nThe rule: %s"::formatted).orElse("");
        return "rule %s: %s. Look first at %s.%s".formatted(rule, what, lookFirst, text);
    }
}
