package io.anyloop.tck;

import io.anyloop.spi.Availability.Unavailable;
import io.anyloop.spi.Capability;
import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.HostedLoop;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider.Kind;
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
abstract class Bench implements AutoCloseable {
    /// "Few", where a rule says so: what is not a spin.
    static final int FEW = 5;

    /// Beyond all doubt not few: counting ends here.
    static final int SPIN = 2_000;

    /// By the thread of the case that opened it, for one that hangs.
    private static final Map<Thread, Bench> OPEN = new ConcurrentHashMap<>();

    final LoopContract contract;
    final TckEnvironment time;
    private final Loop loop;
    private final List<Wire> wires = new ArrayList<>();
    private boolean closed;

    Bench(LoopContract contract, Loop loop) {
        this.contract = contract;
        this.loop = loop;
        time = contract.environment();
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

    static Bench open(LoopContract contract) throws Exception {
        return kind(contract) == Kind.DRIVEN ? driven(contract) : hosted(contract);
    }

    /// Without a kind no other case can be tried; the one of rule 1.5 fails.
    private static Kind kind(LoopContract contract) {
        var kind = contract.provider().kind();
        applies(kind != null, "the provider says no kind, which rule 1.5 asks for");
        return kind;
    }

    static DrivenBench driven(LoopContract contract) throws Exception {
        applies(kind(contract) == Kind.DRIVEN, "a hosted loop is not polled");
        available(contract);
        return new DrivenBench(contract, (DrivenLoop) contract.openLoop());
    }

    static HostedBench hosted(LoopContract contract) throws Exception {
        applies(kind(contract) == Kind.HOSTED, "a driven loop has no host");
        available(contract);
        return new HostedBench(contract, (HostedLoop) contract.openLoop());
    }

    /// A bench for the cases on descriptors.
    static Bench withDescriptors(LoopContract contract) throws Exception {
        declares(contract, Capability.DESCRIPTORS);
        return open(contract);
    }

    static void declares(LoopContract contract, Capability capability) {
        applies(
                contract.provider().capabilities().contains(capability),
                "the loop does not declare " + capability);
    }

    static void available(LoopContract contract) {
        if (contract.provider().availability() instanceof Unavailable no) {
            Assumptions.abort("not applicable: not available here, " + no.reason());
        }
    }

    static void applies(boolean condition, String otherwise) {
        if (!condition) {
            Assumptions.abort("not applicable: " + otherwise);
        }
    }

    /// Runs what is confined to the loop's thread.
    abstract <T> T onLoop(Callable<T> task) throws Exception;

    /// Lets the loop go on until the condition holds; fails when that takes far too long.
    abstract void runUntil(BooleanSupplier done, String otherwise) throws Exception;

    /// Lets the loop go on for a while, in which nothing is expected.
    abstract void quiet() throws Exception;

    /// Whether the calling thread is where reports may come (rule 3.6).
    abstract boolean mayReport();

    Loop loop() {
        return loop;
    }

    Wire wire() throws IOException {
        var wire = contract.openWire(loop);
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
            contract.dispose(loop);
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
