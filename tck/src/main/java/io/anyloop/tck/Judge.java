package io.anyloop.tck;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/// Runs a case on a thread of its own, for a bounded time, and lets each failure say which rule was
/// broken and what to look at first. A case that hangs fails with the stacks of all threads.
final class Judge {

    /// What a rule asks for, tried out.
    @FunctionalInterface
    interface Case {
        void run() throws Exception;
    }

    private final TckEnvironment environment;

    Judge(TckEnvironment environment) {
        this.environment = environment;
    }

    void judge(String rule, String lookFirst, Case body) throws InterruptedException {
        var verdict = new FutureTask<Void>(() -> runToNull(body));
        var thread = Thread.ofPlatform().daemon().name("case of rule " + rule).start(verdict);
        try {
            verdict.get(environment.ruleLimit().toNanos(), TimeUnit.NANOSECONDS);
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

    private AssertionFailedError hung(String rule, String lookFirst, Thread thread) {
        var what =
                "the case hung and was given up after "
                        + environment.ruleLimit().toMillis()
                        + " ms";
        return new AssertionFailedError(
                "%s%nThe loop: %s%n%s"
                        .formatted(
                                message(rule, what, lookFirst),
                                Bench.stateFor(thread),
                                stacks(thread)));
    }

    private static String message(String rule, String what, String lookFirst) {
        var text = RuleTexts.of(rule).map("%nThe rule: %s"::formatted).orElse("");
        return "rule %s: %s. Look first at %s.%s".formatted(rule, what, lookFirst, text);
    }

    /// The thread of the case first.
    private static String stacks(Thread ofCase) {
        var all = Thread.getAllStackTraces();
        var text = new StringBuilder("All threads:\n");
        append(text, Map.entry(ofCase, all.getOrDefault(ofCase, ofCase.getStackTrace())));
        all.remove(ofCase);
        all.entrySet().forEach(entry -> append(text, entry));
        return text.toString();
    }

    private static void append(StringBuilder text, Map.Entry<Thread, StackTraceElement[]> entry) {
        var thread = entry.getKey();
        text.append("\"%s\" %s%n".formatted(thread.getName(), thread.getState()));
        for (var frame : entry.getValue()) {
            text.append("    at ").append(frame).append('\n');
        }
    }
}
