package io.anyloop.agent.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each thing that can be wrong, on a machine that is made up.
class FindingsTest {
    /// For what hangs; all else has to be quicker, on a busy machine too.
    private static final long PATIENCE_MILLIS = 3000;

    private final MadeUp machine = new MadeUp();

    private void assertFine() {
        assertEquals(List.of(), ids(machine.examined()));
    }

    /// That this is found, and nothing else.
    private void assertWrong(String id, String seen, String remedy) {
        assertFound(machine.examined(), id, true, seen, remedy);
    }

    private void assertNoted(String id, String seen, String remedy) {
        assertFound(machine.examined(), id, false, seen, remedy);
    }

    private static void assertFound(
            Report report, String id, boolean isWrong, String seen, String remedy) {
        assertEquals(List.of(id), ids(report));
        Report.Finding finding = report.findings.getFirst();
        assertEquals(isWrong, finding.isWrong);
        assertEquals(!isWrong, report.isWell());
        assertTrue(finding.seen.contains(seen), finding.seen);
        assertTrue(finding.remedy.contains(remedy), finding.remedy);
    }

    private static List<String> ids(Report report) {
        return report.findings.stream().map(finding -> finding.id).toList();
    }

    private Map<String, Object> facts(String section) {
        return section(section).facts;
    }

    private Section section(String name) {
        return machine.examined().sections.stream()
                .filter(section -> section.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void on_a_good_machine_nothing_is_found() {
        assertFine();
    }

    // ---------------------------------------------------------------- Java

    @ParameterizedTest
    @ValueSource(strings = {"1.8", "11", "24"})
    void a_java_that_is_too_old(String specified) {
        machine.java(specified + ".0.2", specified);
        machine.newer.clear();
        machine.features.clear();
        machine.properties.remove(Doctor.AGENT);
        assertWrong("java-too-old", "This is Java " + specified + ".0.2", "/opt/java");
    }

    @ParameterizedTest
    @ValueSource(strings = {"25", "25.0.1", "25.0.2", "25.0.2.1"})
    void a_java_that_loses_wakeups(String version) {
        machine.java(version, "25");
        assertWrong("java-stuck-parks", "JDK-8369227", "25.0.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"25.0.3", "25.0.10", "26", "27.0.1", "28-ea"})
    void a_java_that_loses_none(String version) {
        machine.java(version, version.substring(0, 2));
        assertFine();
    }

    @Test
    void no_virtual_threads() {
        machine.newer.put("virtualThreads", "no");
        machine.loops.put("select", FindingsTest::mustNotBeTried);
        assertWrong("no-virtual-threads", "-XX:-VMContinuations", "Remove that flag");
    }

    @Test
    void no_module_for_agents() {
        machine.properties.remove(Doctor.AGENT);
        machine.newer.put("agents", "no");
        assertWrong("no-agents", "no hub opens", "jlink --add-modules java.instrument");
        machine.newer.put("addOpens", "yes");
        assertNoted("no-agents", "java.instrument", "jlink --add-modules java.instrument");
    }

    @Test
    void a_virtual_machine_that_was_not_tried() {
        machine.properties.put("java.vm.name", "Eclipse OpenJ9 VM");
        assertNoted("java-vm", "Eclipse OpenJ9 VM", "HotSpot");
    }

    // ---------------------------------------------------------------- flags and agent

    @Test
    void neither_agent_nor_add_opens() {
        machine.properties.remove(Doctor.AGENT);
        machine.options = List.of("-Xmx1g");
        machine.loops.put("select", FindingsTest::mustNotBeTried);
        assertWrong("no-flag", "no hub opens", "-javaagent:/lib/anyloop-agent.jar");
        assertEquals("not tried", section("loops").things.getFirst().state);
    }

    private static Map<String, String> mustNotBeTried() {
        throw new AssertionError("no hub can open, so none should be tried");
    }

    @Test
    void add_opens_without_the_agent() {
        machine.properties.remove(Doctor.AGENT);
        machine.newer.put("addOpens", "yes");
        assertNoted("no-agent", "without the agent", "-javaagent:/lib/anyloop-agent.jar");
        assertEquals("no", facts("agent").get("started"));
        assertEquals(true, facts("flags").get("addOpens"));
    }

    @Test
    void no_native_access() {
        machine.newer.put("nativeAccess", "no");
        assertNoted("native-access", "warning", "--enable-native-access=ALL-UNNAMED");
    }

    @Test
    void flags_that_matter_are_shown_others_are_not() {
        machine.options =
                List.of(
                        "-javaagent:a.jar",
                        "-Dmy.password=geheim",
                        "-Dio.netty.password=geheim",
                        "-XX:-VMContinuations",
                        "-Djdk.virtualThreadScheduler.parallelism=3",
                        "-Djava.io.tmpdir=/x");
        assertEquals(
                List.of(
                        "-javaagent:a.jar",
                        "-Dio.netty.password=...",
                        "-XX:-VMContinuations",
                        "-Djdk.virtualThreadScheduler.parallelism=3"),
                facts("flags").get("thatMatter"));
    }

    @Test
    void a_java_that_does_not_tell_its_flags() {
        machine.options = null;
        assertFine();
        assertEquals(null, facts("flags").get("thatMatter"));
    }

    @Test
    void how_the_agent_was_started() {
        assertEquals("by -javaagent", facts("agent").get("started"));
        machine.properties.put(Doctor.AGENT, Doctor.ONLY_HERE);
        assertEquals("by java -jar, for this command only", facts("agent").get("started"));
    }

    @Test
    void a_feature_that_is_missing() {
        machine.features.add(
                Map.of("name", "reads", "state", "missing", "note", "this Java has no x; so y"));
        assertWrong("feature-missing", "reads is missing: this Java has no x; so y", "newer");
    }

    @Test
    void a_feature_that_is_not_needed_is_no_finding() {
        machine.features.add(Map.of("name", "reads", "state", "not needed"));
        assertFine();
    }

    // ---------------------------------------------------------------- loops

    @Test
    void without_core_loops_are_not_asked() {
        machine.core = () -> false;
        machine.loops.put("select", FindingsTest::mustNotBeTried);
        assertNoted("no-core", "Loops were not asked", "--class-path");
    }

    @Test
    void loops_on_which_no_hub_opens_are_named_once_for_each_reason() {
        machine.loops.put("a", () -> Map.of("fault", "too hot"));
        machine.loops.put("b", () -> Map.of("fault", "too hot"));
        assertWrong("no-hub", "No hub opens on a, b: too hot", "report");
    }

    @Test
    void a_loop_that_is_not_available_is_no_finding() {
        machine.loops.put("kqueue", () -> Map.of("reason", "needs a Mac", "remedy", "buy one"));
        assertFine();
        Section.Thing last = section("loops").things.getLast();
        assertEquals("not available", last.state);
        assertEquals("needs a Mac; buy one", last.note);
    }

    @Test
    void a_loop_that_hangs_is_told_and_the_others_too() {
        var never = new CountDownLatch(1);
        machine.loops.clear();
        machine.loops.put(
                "a",
                () -> {
                    never.await();
                    return Map.of();
                });
        machine.loops.put("b", () -> Map.of("state", "works"));
        Report report = machine.examined(PATIENCE_MILLIS);
        assertFound(report, "no-hub", true, "No hub opens on a: no answer within", "report");
        assertTrue(
                report.sections.stream()
                        .flatMap(section -> section.things.stream())
                        .anyMatch(thing -> thing.name.equals("b") && thing.state.equals("works")));
    }

    @Test
    void a_loop_that_breaks_is_told() {
        machine.loops.put(
                "a",
                () -> {
                    throw new NoClassDefFoundError("io/x");
                });
        assertWrong("no-hub", "No hub opens on a: java.lang.NoClassDefFoundError: io/x", "report");
    }

    @Test
    void a_choice_that_is_refused() {
        machine.choice =
                () -> {
                    throw new IllegalArgumentException("No event loop is named \"slect\".");
                };
        assertWrong("loops", "No event loop is named \"slect\".", "Correct");
    }

    // ---------------------------------------------------------------- limits

    @Test
    void few_open_files() {
        machine.openFiles = List.of("256", "unlimited");
        assertWrong("open-files", "256 files (hard limit unlimited)", "ulimit -n");
        machine.openFiles = List.of("1024", "4096");
        assertNoted("open-files", "1024 files", "LimitNOFILE");
        machine.openFiles = List.of("unlimited", "unlimited");
        assertFine();
        assertEquals("unlimited", facts("limits").get("openFilesSoft"));
        machine.openFiles = null;
        assertFine();
    }

    @Test
    void more_processors_than_the_container_may_use() {
        machine.files.put("/sys/fs/cgroup/cpu.max", "150000 100000\n");
        assertNoted("processors", "4 processors", "-XX:ActiveProcessorCount=2");
        assertEquals(1.5, facts("limits").get("containerProcessors"));
        machine.processors = 2;
        assertFine();
    }

    @Test
    void limits_as_older_kernels_tell_them() {
        machine.files.remove("/sys/fs/cgroup/cpu.max");
        machine.files.remove("/sys/fs/cgroup/memory.max");
        machine.files.put("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
        machine.files.put("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
        machine.files.put("/sys/fs/cgroup/memory/memory.limit_in_bytes", "268435456\n");
        Map<String, Object> limits = facts("limits");
        assertEquals("no limit", limits.get("containerProcessors"));
        assertEquals(256L, limits.get("containerMegabytes"));
        assertEquals(4, limits.get("processorsOnline"));
    }

    @Test
    void a_system_without_proc_tells_less_and_is_fine() {
        machine.files.clear();
        assertFine();
        assertEquals(null, facts("limits").get("containerProcessors"));
    }

    // ---------------------------------------------------------------- io_uring

    private String ioUring() {
        return (String) facts("ioUring").get("state");
    }

    @Test
    void io_uring_as_it_is() {
        assertEquals("allowed", ioUring());
        machine.newer.put("ioUring", "1");
        assertTrue(ioUring().contains("seccomp"), ioUring());
        machine.files.put("/proc/sys/kernel/io_uring_disabled", "2\n");
        assertEquals("switched off for everybody, kernel.io_uring_disabled is 2", ioUring());
        machine.files.put("/proc/sys/kernel/io_uring_disabled", "1\n");
        assertTrue(ioUring().startsWith("switched off for most users"), ioUring());
        machine.newer.put("ioUring", "38");
        assertTrue(ioUring().contains("built without it"), ioUring());
        machine.newer.put("ioUring", "12");
        assertTrue(ioUring().contains("error 12"), ioUring());
        machine.properties.put("os.version", "5.4.0");
        assertTrue(ioUring().contains("Linux 5.9"), ioUring());
        machine.properties.put("os.name", "Windows 11");
        assertEquals("on Linux only", ioUring());
        assertFine();
    }

    @Test
    void io_uring_where_it_cannot_be_tried() {
        machine.newer.remove("ioUring");
        assertTrue(ioUring().startsWith("not refused by anything"), ioUring());
        machine.files.put("/proc/self/status", "Name:\tjava\nSeccomp:\t2\nSeccomp_filters:\t1\n");
        assertTrue(ioUring().startsWith("perhaps refused"), ioUring());
        machine.files.put("/proc/sys/kernel/io_uring_disabled", "2\n");
        assertTrue(ioUring().startsWith("switched off"), ioUring());
    }

    @Test
    void io_uring_is_wrong_where_it_was_asked_for() {
        machine.newer.put("ioUring", "1");
        machine.variables.put("ANYLOOP_LOOP", "epoll, iouring");
        assertWrong("io-uring", "The loop iouring was asked for", "Allow io_uring_setup");
        machine.properties.put("anyloop.loop", "epoll");
        assertFine();
    }

    // ---------------------------------------------------------------- class path

    @Test
    void several_versions_of_one() {
        machine.library("Vert.x", "vertx-core", "5.1.0").library("Vert.x", "vertx-core", "5.2.0");
        Report report = machine.examined();
        assertEquals(List.of("several-versions", "mixed-vertx"), ids(report));
        assertTrue(
                report.findings
                        .getFirst()
                        .seen
                        .contains("5.1.0 (vertx-core-5.1.0.jar), 5.2.0 (vertx-core-5.2.0.jar)"),
                report.findings.getFirst().seen);
    }

    @Test
    void mixed_versions_of_netty() {
        machine.library("Netty", "netty-common", "4.2.18")
                .library("Netty", "netty-handler", "4.2.10")
                .library("Netty", "netty-tcnative-classes", "2.0.74");
        assertWrong(
                "mixed-netty",
                "4.2.10 (netty-handler); 4.2.18 (netty-common)",
                "io.netty:netty-bom");
    }

    @Test
    void mixed_versions_of_vertx_may_do() {
        machine.library("Vert.x", "vertx-core", "5.2.0")
                .library("Vert.x", "vertx-hazelcast", "5.1.5");
        assertNoted("mixed-vertx", "5.1.5 (vertx-hazelcast)", "one version");
    }

    @Test
    void mixed_versions_of_anyloop() {
        machine.library("Anyloop", "anyloop-spi", "1.1");
        assertWrong("mixed-anyloop", "1.1 (anyloop-spi)", "of one version");
    }

    @Test
    void a_core_of_another_version_than_the_agent() {
        machine.path.libraries.clear();
        machine.library("Anyloop", "anyloop-core", "2.0");
        assertWrong("agent-version", "2.0 (anyloop-core-2.0.jar)", "same version");
    }

    @Test
    void a_core_without_a_version_is_fine() {
        machine.path.libraries.clear();
        machine.library("Anyloop", "anyloop-core", null);
        assertFine();
    }

    @Test
    void a_netty_or_vertx_that_is_too_old() {
        machine.library("Anyloop", "anyloop-loop-netty", "1.0")
                .library("Netty", "netty-common", "4.1.130.Final");
        assertWrong("netty-version", "needs Netty 4.2", "Take Netty 4.2");
        machine.path.libraries.clear();
        machine.library("Anyloop", "anyloop-loop-vertx", "1.0")
                .library("Vert.x", "vertx-core", "4.5.0");
        assertWrong("vertx-version", "needs Vert.x 5", "Take Vert.x 5");
    }

    @Test
    void entries_that_are_not_there_or_cannot_be_read() {
        machine.path.missing.add("lib/x.jar");
        assertWrong("missing-entry", "lib/x.jar", "Correct the class path");
        machine.path.missing.clear();
        machine.path.unreadable.add("y.jar (bad)");
        assertWrong("unreadable-entry", "y.jar (bad)", "anew");
    }

    // ---------------------------------------------------------------- whatever happens

    @Test
    void an_examination_that_breaks_costs_no_other() {
        machine.properties.remove("os.name");
        Report report = machine.examined();
        assertEquals(List.of("not-told"), ids(report));
        assertTrue(report.findings.getFirst().seen.startsWith("io_uring cannot be told: "));
        assertFalse(report.isWell());
        assertTrue(report.sections.stream().anyMatch(it -> it.name.equals("libraries")));
    }

    @Test
    void whatever_does_not_answer_is_told_and_nothing_hangs() {
        var calls = new AtomicInteger();
        machine.beforeNewer =
                () -> {
                    if (calls.getAndIncrement() == 0) {
                        hang();
                    }
                    throw new IllegalStateException("broken");
                };
        List<String> told = List.of("not-told", "not-told", "loops", "not-told");
        Report report = machine.examined(PATIENCE_MILLIS);
        assertEquals(told, ids(report), "limits, agent and class path are told");
        assertTrue(report.findings.getFirst().seen.contains("no answer within"));
        assertTrue(report.findings.getLast().seen.contains("broken"));
        machine.core = FindingsTest::hang;
        assertEquals(told, ids(machine.examined(PATIENCE_MILLIS)));
    }

    private static boolean hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
