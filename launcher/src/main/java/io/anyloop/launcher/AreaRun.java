package io.anyloop.launcher;

import io.anyloop.launcher.AreaResult.Failure;
import io.anyloop.tck.LoopContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.Filter;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Runs one area on one loop, and counts.
final class AreaRun implements TestExecutionListener {
    private static final String NOT_APPLICABLE = "not applicable: ";
    private static final Filter<?>[] SHORT = {TagFilter.excludeTags("soak")};

    private final List<Failure> failures = new ArrayList<>();
    private final Map<String, Integer> notApplicable = new TreeMap<>();
    private int passed;
    private TestPlan plan;

    private AreaRun() {}

    /// @param soak whether to run what takes long, too
    static synchronized AreaResult of(LoopContract contract, Area area, boolean soak) {
        OnTrial.put(contract);
        var run = new AreaRun();
        long begin = System.nanoTime();
        var request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(area.selector(contract))
                        .filters(soak ? new Filter<?>[0] : SHORT)
                        .build();
        LauncherFactory.create().execute(request, run);
        return run.result((System.nanoTime() - begin) / 1e9);
    }

    private AreaResult result(double seconds) {
        if (passed == 0 && failures.isEmpty() && notApplicable.isEmpty()) {
            var none = new IllegalStateException("JUnit found no case. Is its engine on the path?");
            failures.add(new Failure("the whole area", none));
        }
        return new AreaResult(passed, List.copyOf(failures), Map.copyOf(notApplicable), seconds);
    }

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    @Override
    public void executionSkipped(TestIdentifier skipped, String reason) {
        notApplicable.merge(reason, 1, Integer::sum);
    }

    @Override
    public void executionFinished(TestIdentifier finished, TestExecutionResult result) {
        switch (result.getStatus()) {
            case SUCCESSFUL -> passed += finished.isTest() ? 1 : 0;
            case ABORTED -> notApplicable.merge(reason(result), 1, Integer::sum);
            case FAILED ->
                    failures.add(new Failure(name(finished), result.getThrowable().orElseThrow()));
        }
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
