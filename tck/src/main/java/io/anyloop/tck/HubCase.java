package io.anyloop.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.anyloop.ErrorReport;
import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.HubBuilder;
import io.anyloop.spi.Availability.Unavailable;
import io.anyloop.spi.Capability;
import io.anyloop.spi.HostedLoop;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.opentest4j.AssertionFailedError;

/// One fresh hub on the loop under test, and what a case needs around it. Collects what the hub
/// reports, and puts everything away.
final class HubCase implements AutoCloseable {
    /// Longer than any case: a wait that somebody must end.
    static final Duration FAR = Duration.ofDays(1);

    /// A wait without any deadline, which virtual time does not jump over.
    static final Duration ENDLESS = Duration.ofSeconds(Long.MAX_VALUE);

    /// A hub that others outside may wake; while it waits for them, virtual time does not jump to the
    /// moment at which that would be worth a warning.
    static final Consumer<HubBuilder> OPEN_WORLD =
            options -> options.closedWorld(false).stallLimit(ENDLESS);

    private static final long LOOK_AGAIN_NANOS = 200_000;

    /// What a case does.
    @FunctionalInterface
    interface Body {
        void run(HubCase hub) throws Throwable;
    }

    final TckEnvironment time;
    private final GreenletContract contract;
    private final Loop loop;
    private final Hub hub;
    private final Queue<ErrorReport> reports = new ConcurrentLinkedQueue<>();
    private final List<HubCase> others = new CopyOnWriteArrayList<>();
    private final SeenGreenlets greenlets = new SeenGreenlets();
    private boolean mayLeaveGreenlets;

    private HubCase(
            GreenletContract contract, Consumer<HubBuilder> options, UnaryOperator<Loop> wrapper)
            throws Exception {
        this.contract = contract;
        time = contract.loops().environment();
        loop = contract.loops().openLoop();
        HubBuilder builder = Hub.builder().loop(wrapper.apply(loop)).errorHandler(reports::add);
        options.accept(builder);
        hub = builder.open();
        hub.addSpawnListener(greenlets);
    }

    // ---------------------------------------------------------------- running a case

    /// Runs a case on a plain thread of its own, for a bounded time.
    static void judge(
            GreenletContract contract,
            Consumer<HubBuilder> options,
            UnaryOperator<Loop> wrapper,
            Body body)
            throws Exception {
        judge(contract, options, wrapper, contract.loops().environment().limit(), body);
    }

    static void judge(
            GreenletContract contract,
            Consumer<HubBuilder> options,
            UnaryOperator<Loop> wrapper,
            Duration limit,
            Body body)
            throws Exception {
        if (contract.loops().provider().availability() instanceof Unavailable no) {
            Assumptions.abort("not applicable: not available here, " + no.reason());
        }
        var opened = new HubCase[1];
        var verdict =
                new FutureTask<Void>(() -> {
                    opened[0] = new HubCase(contract, options, wrapper);
                    opened[0].judge(body);
                    return null;
                });
        Thread thread = Thread.ofPlatform().daemon().name("case").start(verdict);
        await(verdict, thread, limit, opened);
    }

    private static void await(
            FutureTask<Void> verdict, Thread thread, Duration limit, HubCase[] opened)
            throws Exception {
        try {
            verdict.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw Unchecked.rethrow(e.getCause());
        } catch (TimeoutException e) {
            HubCase hung = opened[0];
            var failure =
                    new CaseHung(
                            "%s. %s%n%s"
                                    .formatted(
                                            CaseHung.after(limit),
                                            hung == null
                                                    ? "It hung while its hub was opened."
                                                    : hung.state(),
                                            Stacks.since(thread)));
            thread.interrupt();
            if (hung != null) {
                Thread.ofPlatform().daemon().start(hung.hub::close);
            }
            throw failure;
        }
    }

    /// What the hubs do at the moment, for people.
    private String state() {
        var text = new StringBuilder().append(hub.dump()).append('\n').append(greenlets.stacks());
        others.forEach(other -> text.append(other.state()));
        return text.toString();
    }

    private void judge(Body body) throws Exception {
        try (this) {
            body.run(this);
            others.forEach(HubCase::checkLeftovers);
            checkLeftovers();
        } catch (Error | Exception e) {
            reports.forEach(report -> addTo(e, report));
            throw e;
        } catch (Throwable e) {
            throw new AssertionFailedError("the case threw " + e, e);
        }
    }

    private static void addTo(Throwable failure, ErrorReport report) {
        if (report.failure() != failure) {
            failure.addSuppressed(report.failure());
        }
    }

    private void checkLeftovers() {
        if (!hub.isClosed()) {
            settle();
            if (!mayLeaveGreenlets) {
                awaitLastSteps();
                assertEquals(List.of(), hub.dump().greenlets(), "greenlets are left over");
            }
        }
        ErrorReport unexpected = reports.poll();
        if (unexpected != null) {
            throw new AssertionFailedError(
                    "a failure was reported that nobody expects: " + unexpected,
                    unexpected.failure());
        }
    }

    /// Who waits for a greenlet's end on another thread may hear of it before the hub has forgotten it.
    private void awaitLastSteps() {
        time.isSoon(() -> !onlyEndedAreLeft(), HubCase::aMoment);
    }

    private boolean onlyEndedAreLeft() {
        var left = hub.dump().greenlets();
        return !left.isEmpty()
                && left.stream().allMatch(entry -> entry.state() == Greenlet.State.ENDED);
    }

    @Override
    public void close() throws IOException {
        for (HubCase other : others) {
            other.close();
        }
        hub.close();
        try {
            contract.loops().dispose(loop);
        } catch (RuntimeException e) {
            // The hub has closed the loop; a second close that fails is the business of rule 6.1.
        }
    }

    /// Lets the case end though greenlets are left.
    void mayLeaveGreenlets() {
        mayLeaveGreenlets = true;
    }

    // ---------------------------------------------------------------- what there is

    Hub hub() {
        return hub;
    }

    Loop loop() {
        return loop;
    }

    /// A second hub on a second loop of the same kind.
    HubCase other() throws Exception {
        var other = new HubCase(contract, OPEN_WORLD, same -> same);
        others.add(other);
        return other;
    }

    /// A second hub that nobody outside wakes.
    HubCase closedOther() throws Exception {
        var other = new HubCase(contract, options -> options.closedWorld(true), same -> same);
        others.add(other);
        return other;
    }

    Host host() {
        return contract.loops().hostOf((HostedLoop) loop);
    }

    /// A wire that the loop can watch; a case on a loop that watches none is not applicable.
    Wire wire() throws IOException {
        requires(
                loop.capabilities().contains(Capability.DESCRIPTORS),
                "this loop watches no descriptors");
        return contract.loops().openWire(loop);
    }

    static void requireHosted(GreenletContract contract) {
        requires(contract.loops().provider().kind() == Kind.HOSTED, "a driven loop has no host");
    }

    static void requireDriven(GreenletContract contract) {
        requires(contract.loops().provider().kind() == Kind.DRIVEN, "a hosted loop is not polled");
    }

    /// Whether this is Windows, or what stands in for it.
    static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    /// Whether the agent brings the JDK's waits to hubs.
    static boolean hasAgent() {
        return System.getProperty("io.anyloop.agent") != null;
    }

    static void requireAgent() {
        requires(hasAgent(), "without the agent");
    }

    static void requires(boolean condition, String otherwise) {
        Assumptions.assumeTrue(condition, "not applicable: " + otherwise);
    }

    /// The thread that carries the calling virtual thread, by its name.
    static String carrier() {
        String thread = Thread.currentThread().toString();
        return thread.substring(thread.lastIndexOf('@') + 1);
    }

    // ---------------------------------------------------------------- time

    boolean isVirtual() {
        return loop.capabilities().contains(Capability.VIRTUAL_TIME);
    }

    /// Now, by the loop's clock.
    long now() {
        return loop.nanoTime();
    }

    /// The usual length of a wait that runs out: short, unless time costs nothing here.
    Duration unit() {
        return isVirtual() ? Duration.ofHours(1) : time.unit();
    }

    Duration units(int count) {
        return unit().multipliedBy(count);
    }

    /// Checks a time: exactly where time is virtual, else never too short and not far too long.
    void assertTook(Duration expected, long since) {
        long took = now() - since;
        if (isVirtual()) {
            assertEquals(expected.toNanos(), took, "nanoseconds of virtual time");
            return;
        }
        assertTrue(
                took >= expected.toNanos(),
                () -> "too early: after %d ns instead of %s".formatted(took, expected));
        assertTrue(
                took <= expected.plus(time.prompt()).toNanos(),
                () -> "too late: after %d ms instead of %s".formatted(took / 1_000_000, expected));
    }

    /// Checks that something has not happened before its time. After a pause of the machine that may be over already.
    void assertNotBefore(Duration due, long since, BooleanSupplier happened) {
        assertFalse(
                happened.getAsBoolean() && now() - since < due.toNanos(),
                () -> "before %s were over".formatted(due));
    }

    /// Does two things, the first of which must not take longer than a time, or the case would say
    /// nothing. Where the system paused this thread meanwhile, both are done again.
    void withoutPause(Duration longest, Runnable first, Runnable second) {
        boolean paused = true;
        for (int i = 0; i < 20 && paused; i++) {
            long begin = now();
            first.run();
            paused = now() - begin >= longest.toNanos();
            second.run();
        }
        requires(!paused, "this machine pauses threads for too long");
    }

    /// Waits in the JDK. Not by `Thread.sleep` where time is virtual: that looks at the system's
    /// clock, sees that no time has passed, and sleeps again.
    void jdkSleep(Duration length) throws InterruptedException {
        if (!isVirtual()) {
            Thread.sleep(length);
            return;
        }
        long end = now() + length.toNanos();
        while (now() < end) {
            LockSupport.parkNanos(end - now());
        }
    }

    /// Uses the processor for a while, without giving way. Virtual time does not pass meanwhile.
    void burn(Duration real) {
        long end = System.nanoTime() + (isVirtual() ? 0 : real.toNanos());
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    // ---------------------------------------------------------------- what was reported

    /// Waits until everything that can run has run.
    void settle() {
        if (Thread.currentThread().isVirtual()) {
            Greenlet.idle();
        } else {
            hub.call(() -> Greenlet.idle());
        }
    }

    /// The first failure that was reported and not taken yet.
    Throwable takeReport() {
        return takeWholeReport().failure();
    }

    ErrorReport takeWholeReport() {
        if (!hub.isClosed()) {
            settle();
        }
        ErrorReport report = reports.poll();
        assertNotNull(report, "no failure was reported");
        return report;
    }

    void assertNoReport() {
        settle();
        assertEquals(0, reports.size(), () -> "reported: " + reports);
    }

    // ---------------------------------------------------------------- for plain threads

    /// Waits on a plain thread, in real time, for something that should happen at once.
    void eventually(String otherwise, BooleanSupplier done) {
        if (!time.isSoon(done, HubCase::aMoment)) {
            fail(otherwise + ". " + hub.dump());
        }
    }

    private static void aMoment() {
        LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }

    /// Waits on a plain thread until all greenlets of the hub are parked, this many.
    void awaitParked(int count) {
        eventually("not %d greenlets are parked".formatted(count), () -> parked() == count);
    }

    private long parked() {
        return hub.dump().greenlets().stream()
                .filter(greenlet -> greenlet.state() == Greenlet.State.RUNNING)
                .filter(greenlet -> !greenlet.waitsOn().startsWith("RUNNABLE"))
                .count();
    }

    /// Runs code on the loop's own thread, as a callback, and waits for it on a plain thread.
    void onLoop(Runnable callback) throws InterruptedException {
        var done = new CountDownLatch(1);
        hub.post(() -> {
            try {
                callback.run();
            } finally {
                done.countDown();
            }
        });
        assertTrue(
                done.await(time.prompt().toNanos(), TimeUnit.NANOSECONDS),
                "a posted callback did not run");
    }
}
