package io.anyloop.launcher;

import io.anyloop.launcher.AreaResult.Failure;
import io.anyloop.launcher.AreaResult.One;
import io.anyloop.launcher.Report.Status;
import io.anyloop.tck.LoopContract;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.Filter;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Runs one area on one loop, and counts.
final class AreaRun implements TestExecutionListener {
    private static final String NOT_APPLICABLE = "not applicable: ";

    private final List<Failure> failures = new ArrayList<>();
    private final Map<String, Integer> notApplicable = new TreeMap<>();
    private final List<One> cases = new ArrayList<>();
    private final Map<String, Long> begun = new HashMap<>();
    private int passed;
    private TestPlan plan;

    private final Area area;
    private final Wanted wanted;
    private final Progress progress;
    private final CancellationToken cancellation = CancellationToken.create();

    private AreaRun(Area area, Wanted wanted, Progress progress) {
        this.area = area;
        this.wanted = wanted;
        this.progress = progress;
    }

    static synchronized AreaResult of(
            LoopContract contract, Area area, Wanted wanted, Progress progress) {
        OnTrial.put(contract);
        var run = new AreaRun(area, wanted, progress);
        long begin = System.nanoTime();
        var request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(area.selector(contract))
                        .filters(run.filters())
                        .build();
        LauncherFactory.create()
                .execute(
                        LauncherExecutionRequestBuilder.request(request)
                                .listeners(run)
                                .cancellationToken(run.cancellation)
                                .build());
        progress.clear();
        return run.result((System.nanoTime() - begin) / 1e9);
    }

    private Filter<?>[] filters() {
        var all = new ArrayList<Filter<?>>(List.of(wanted.filter()));
        if (!wanted.soak()) {
            all.add(TagFilter.excludeTags("soak"));
        }
        return all.toArray(Filter<?>[]::new);
    }

    private AreaResult result(double seconds) {
        if (wanted.only().isEmpty()
                && passed == 0
                && failures.isEmpty()
                && notApplicable.isEmpty()) {
            var none = new IllegalStateException("JUnit found no case. Is its engine on the path?");
            failures.add(new Failure("the whole area", none));
        }
        return new AreaResult(
                passed,
                List.copyOf(failures),
                Map.copyOf(notApplicable),
                seconds,
                List.copyOf(cases));
    }

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    @Override
    public void executionSkipped(TestIdentifier skipped, String reason) {
        if (!cancellation.isCancellationRequested()) {
            cases.add(new One(name(skipped), Status.NOT_APPLICABLE, 0, reason));
            notApplicable.merge(reason, 1, Integer::sum);
        }
    }

    @Override
    public void executionStarted(TestIdentifier started) {
        begun.put(started.getUniqueId(), System.nanoTime());
        if (started.isTest()) {
            progress.show(
                    area.name(),
                    cases.size() + 1,
                    plan.countTestIdentifiers(TestIdentifier::isTest),
                    failures.size(),
                    name(started));
        }
    }

    private void took(TestIdentifier finished, Status status, String text) {
        double seconds = (System.nanoTime() - begun.remove(finished.getUniqueId())) / 1e9;
        cases.add(new One(name(finished), status, seconds, text));
    }

    @Override
    public void executionFinished(TestIdentifier finished, TestExecutionResult result) {
        switch (result.getStatus()) {
            case SUCCESSFUL -> {
                if (finished.isTest()) {
                    passed++;
                    took(finished, Status.PASSED, "");
                }
            }
            case ABORTED -> {
                notApplicable.merge(reason(result), 1, Integer::sum);
                took(finished, Status.NOT_APPLICABLE, reason(result));
            }
            case FAILED -> {
                took(finished, Status.FAILED, text(result.getThrowable().orElseThrow()));
                failures.add(new Failure(name(finished), result.getThrowable().orElseThrow()));
                if (wanted.failsFast()) {
                    cancellation.cancel();
                }
            }
        }
    }

    /// A failure says all by its message; what was thrown besides, by its kind, too.
    private static String text(Throwable thrown) {
        boolean isFailure = thrown instanceof AssertionError && thrown.getMessage() != null;
        return isFailure ? thrown.getMessage() : thrown.toString();
    }

    private static String reason(TestExecutionResult aborted) {
        String message = aborted.getThrowable().map(Throwable::getMessage).orElse("no reason");
        int begin = message.indexOf(NOT_APPLICABLE);
        return begin < 0 ? message : message.substring(begin + NOT_APPLICABLE.length());
    }

    /// What the case is called, below its class.
    private String name(TestIdentifier failed) {
        String name = failed.getDisplayName();
        var parent = plan.getParent(failed);
        while (parent.isPresent()
                && !(parent.get().getSource().orElse(null) instanceof ClassSource)
                && plan.getParent(parent.get()).isPresent()) {
            name = parent.get().getDisplayName() + ": " + name;
            parent = plan.getParent(parent.get());
        }
        return name;
    }
}
