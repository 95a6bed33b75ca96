package io.anyloop.loop.iocp.wine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Runs test classes inside the Windows virtual machine, shows what failed, and counts: passed, does not
/// apply to this loop, cannot hold on Java 21 (each by name), failed. Ends with 0 if nothing failed and each
/// case that was declared came up.
public final class ContractRun implements TestExecutionListener {
    private final Map<String, String> notOnJava21 = new TreeMap<>();
    private int passed;
    private int notApplicable;
    private final List<String> failures = new ArrayList<>();

    private ContractRun() {}

    public static void main(String[] classes) {
        System.exit(new ContractRun().run(classes) ? 0 : 1);
    }

    private boolean run(String[] classes) {
        System.out.printf(
                "Java %s on %s%n",
                System.getProperty("java.version"), System.getProperty("os.name"));
        LauncherFactory.create().execute(request(classes), this);
        notOnJava21.forEach((name, why) -> System.out.println("  " + name + "\n    " + why));
        System.out.printf(
                "%s: %d passed, %d do not apply to this loop, %d cannot hold on Java 21 or under Wine, %d failed%n",
                String.join(", ", classes),
                passed,
                notApplicable,
                notOnJava21.size(),
                failures.size());
        failures.forEach(one -> System.out.println("FAILED " + one));
        return failures.isEmpty() && passed > 0 && allMet(classes);
    }

    /// Where the case of a declaration was to run, and did not come up, the declaration is out of date.
    private static boolean allMet(String[] classes) {
        if (Arrays.stream(classes).noneMatch(name -> name.endsWith("GreenletsTest"))) {
            return true;
        }
        var left = NotOnJava21.notMet();
        left.forEach(name ->
                System.out.println(
                        "declared in not-on-java-21.tsv, but there is no such case: " + name));
        return left.isEmpty();
    }

    private static LauncherDiscoveryRequest request(String[] classes) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(Arrays.stream(classes).map(DiscoverySelectors::selectClass).toList())
                // What rules promise in the long run is a matter of a system's own timing.
                .filters(TagFilter.excludeTags("soak", "thorough"))
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                .build();
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        var thrown = result.getThrowable().orElse(null);
        switch (result.getStatus()) {
            case SUCCESSFUL -> passed += test.isTest() ? 1 : 0;
            case ABORTED -> aborted(test, String.valueOf(thrown.getMessage()));
            case FAILED -> failed(test, thrown);
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        failures.add(shortName(test) + ", skipped: " + reason);
    }

    private void aborted(TestIdentifier test, String why) {
        if (why.startsWith(NotOnJava21.MARK)) {
            notOnJava21.put(shortName(test), why.substring(NotOnJava21.MARK.length()));
        } else {
            notApplicable++;
        }
    }

    private void failed(TestIdentifier test, Throwable thrown) {
        var stack = new StringWriter();
        thrown.printStackTrace(new PrintWriter(stack));
        failures.add(shortName(test));
        System.out.println("FAILED " + shortName(test) + "\n" + stack);
    }

    private static String shortName(TestIdentifier test) {
        String id = test.getUniqueId();
        return id.substring(id.lastIndexOf("class:") + "class:".length()).replaceAll("[]\\[()]", "")
                + " "
                + test.getDisplayName();
    }
}
