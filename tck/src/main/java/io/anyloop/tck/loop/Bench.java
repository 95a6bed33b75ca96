package io.anyloop.tck.loop;

import io.anyloop.spi.Availability.Unavailable;
import io.anyloop.spi.Capability;
import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.HostedLoop;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider.Kind;
import io.anyloop.tck.fixture.TestedLoops;
import io.anyloop.tck.setup.TckEnvironment;
import io.anyloop.tck.setup.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;

/// One open loop and what a case needs around it, so that the same case can judge a loop that is
/// polled and one that is hosted. What was opened is put away with it.
public abstract class Bench implements AutoCloseable {
    /// "Few", where a rule says so: what is not a spin.
    static final int FEW = 5;

    /// Beyond all doubt not few: counting ends here.
    static final int SPIN = 2_000;

    /// By the thread of the case that opened it, for one that hangs.
    private static final Map<Thread, Bench> OPEN = new ConcurrentHashMap<>();

    final TestedLoops loops;
    public final TckEnvironment time;
    private final Loop loop;
    private final List<Wire> wires = new ArrayList<>();
    private boolean closed;

    Bench(TestedLoops loops, Loop loop) {
        this.loops = loops;
        this.loop = loop;
        time = loops.environment();
        OPEN.put(Thread.currentThread(), this);
    }

    /// What the loop of a case does, in words.
    static String stateFor(Thread ofCase) {
        var bench = OPEN.get(ofCase);
        return bench == null
                ? "none is open"
                : "%s, %s".formatted(bench.loop.getClass().getName(), bench.state());
    }

    /// What the loop does at the moment, for people.
    abstract String state();

    public static Bench open(TestedLoops loops) throws Exception {
        return kind(loops) == Kind.DRIVEN ? driven(loops) : hosted(loops);
    }

    /// Without a kind no other case can be tried; the one of rule 1.5 fails.
    private static Kind kind(TestedLoops loops) {
        var kind = loops.provider().kind();
        applies(kind != null, "the provider says no kind, which rule 1.5 asks for");
        return kind;
    }

    static DrivenBench driven(TestedLoops loops) throws Exception {
        applies(kind(loops) == Kind.DRIVEN, "a hosted loop is not polled");
        available(loops);
        return new DrivenBench(loops, (DrivenLoop) loops.openLoop());
    }

    static HostedBench hosted(TestedLoops loops) throws Exception {
        applies(kind(loops) == Kind.HOSTED, "a driven loop has no host");
        available(loops);
        return new HostedBench(loops, (HostedLoop) loops.openLoop());
    }

    /// A bench for the cases on descriptors.
    static Bench withDescriptors(TestedLoops loops) throws Exception {
        declares(loops, Capability.DESCRIPTORS);
        return open(loops);
    }

    static void declares(TestedLoops loops, Capability capability) {
        applies(
                loops.provider().capabilities().contains(capability),
                "the loop does not declare " + capability);
    }

    static void available(TestedLoops loops) {
        if (loops.provider().availability() instanceof Unavailable no) {
            Assumptions.abort("not applicable: not available here, " + no.reason());
        }
    }

    static void applies(boolean condition, String otherwise) {
        if (!condition) {
            Assumptions.abort("not applicable: " + otherwise);
        }
    }

    /// Runs what is confined to the loop's thread.
    public abstract <T> T onLoop(Callable<T> task) throws Exception;

    /// Lets the loop go on until the condition holds; fails when that takes far too long.
    abstract void runUntil(BooleanSupplier done, String otherwise) throws Exception;

    /// Lets the loop go on for a while, in which nothing is expected.
    public abstract void quiet() throws Exception;

    /// Whether the calling thread is where reports may come (rule 3.6).
    abstract boolean mayReport();

    public Loop loop() {
        return loop;
    }

    public Wire wire() throws IOException {
        var wire = loops.openWire(loop);
        wires.add(wire);
        return wire;
    }

    Watched watched() throws Exception {
        return watched(wire(), 0);
    }

    Watched watched(Wire wire, long generation) throws Exception {
        var watched = new Watched(this, wire);
        onLoop(() -> watched.begin(loop.watch(wire.descriptor(), generation, watched)));
        return watched;
    }

    /// Pauses in real time: for what must not happen while the loop is left alone.
    void pause() {
        long end = System.nanoTime() + time.quiet().toNanos();
        for (long left = time.quiet().toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    void closeLoop() {
        closed = true;
        loop.close();
    }

    @Override
    public void close() throws IOException {
        try {
            loops.dispose(loop);
        } catch (RuntimeException e) {
            // A second close that fails is the business of rule 6.1 alone.
            if (!closed) {
                throw e;
            }
        } finally {
            OPEN.values().remove(this);
            for (var wire : wires) {
                wire.close();
            }
        }
    }
}
