package io.anyloop.tck.loop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.spi.Capability;
import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import io.anyloop.spi.Readiness;
import io.anyloop.tck.fixture.OpenFiles;
import io.anyloop.tck.fixture.Patience;
import io.anyloop.tck.fixture.SocketWire;
import io.anyloop.tck.fixture.TestedLoops;
import io.anyloop.tck.setup.Wire;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// Rules 6.2 and 6.3: what remains of a loop that was closed, of a watch that is over, and of work that is done.
public final class LeakCases {
    private static final int LOOPS = 30;
    private static final int WATCHES = 2_000;
    private static final int TURNS = 60_000;
    private static final int TIMES = 2_000;
    private static final int MORE = 200;

    /// What the virtual machine and other threads may have taken meanwhile.
    private static final int SOME = LOOPS / 3;

    private static final long SOME_BYTES = 3_000_000;
    private static final int COLLECTIONS = 5;
    private static final long A_MOMENT = 20_000_000;

    private final TestedLoops tested;

    public LeakCases(TestedLoops tested) {
        this.tested = tested;
    }

    public void loops() throws Exception {
        useLoop(new ArrayList<>());
        long descriptors = OpenFiles.least();
        long threads = threads();
        var loops = new ArrayList<WeakReference<Object>>();
        for (int i = 0; i < LOOPS; i++) {
            useLoop(loops);
        }
        remains(descriptors, OpenFiles::least, "descriptors");
        remains(threads, LeakCases::threads, "threads");
        collected(loops, "loops that were closed");
    }

    private void useLoop(List<WeakReference<Object>> loops) throws Exception {
        try (var bench = Bench.open(tested)) {
            loops.add(new WeakReference<>(bench.loop()));
            bench.loop().wakeup();
            if (bench instanceof DrivenBench driven) {
                driven.timedPoll(Long.MAX_VALUE);
            } else {
                bench.onLoop(() -> null);
            }
            if (tested.provider().capabilities().contains(Capability.DESCRIPTORS)) {
                bench.watched().arm(Interest.READ);
            }
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().size();
    }

    private void remains(long before, LongSupplier now, String what) {
        assertTrue(
                Patience.isSoon(
                        tested.environment(),
                        () -> now.getAsLong() - before < SOME,
                        () -> LockSupport.parkNanos(A_MOMENT)),
                () ->
                        "%d loops that were opened, used and closed left %d %s behind"
                                .formatted(LOOPS, now.getAsLong() - before, what));
    }

    private static void collected(List<WeakReference<Object>> things, String what) {
        long left = things.size();
        for (int i = 0; i < COLLECTIONS && left >= SOME; i++) {
            System.gc();
            LockSupport.parkNanos(A_MOMENT);
            left = things.stream().filter(thing -> thing.get() != null).count();
        }
        assertTrue(
                left < SOME,
                "something holds on to %d of %d %s".formatted(left, things.size(), what));
    }

    public void watches() throws Exception {
        try (var bench = Bench.withDescriptors(tested)) {
            var wire = bench.wire();
            wire.makeReadable();
            watch(bench, wire, 0, new ArrayList<>());
            long descriptors = OpenFiles.least();
            var listeners = new ArrayList<WeakReference<Object>>();
            for (int i = 1; i <= WATCHES; i++) {
                watch(bench, wire, i, listeners);
            }
            bench.quiet();
            long now = OpenFiles.least();
            assertTrue(
                    now - descriptors < SOME,
                    "%d watches of one descriptor left %d descriptors open"
                            .formatted(WATCHES, now - descriptors));
            collected(listeners, "listeners of watches that are over");
            Reference.reachabilityFence(bench);
        }
    }

    /// Some watches are cancelled, some replaced; some are spent by then, and some are armed.
    private static void watch(
            Bench bench, Wire wire, int generation, List<WeakReference<Object>> listeners)
            throws Exception {
        Object mark = new Object();
        Readiness readiness = what -> Reference.reachabilityFence(mark);
        listeners.add(new WeakReference<>(mark));
        bench.onLoop(() -> {
            var watch = bench.loop().watch(wire.descriptor(), generation, readiness);
            watch.arm(Interest.READ, Mode.ONCE);
            if (generation % 2 == 0 && bench instanceof DrivenBench driven) {
                driven.poll(0);
            }
            if (generation % 3 == 0) {
                watch.cancel();
            }
            return null;
        });
    }

    /// Looks twice: what is loaded and compiled for the first time remains.
    public void turns() throws Exception {
        try (var bench = Bench.open(tested)) {
            boolean watches = tested.provider().capabilities().contains(Capability.DESCRIPTORS);
            var watched = watches ? bench.watched() : null;
            long grown = grown(bench, watched);
            for (int i = 0; i < 3 && grown > SOME_BYTES; i++) {
                grown = grown(bench, watched);
            }
            assertTrue(
                    grown <= SOME_BYTES,
                    "%d turns left %d kB behind, each time".formatted(TURNS, grown / 1_000));
        }
    }

    private static long grown(Bench bench, Watched watched) throws Exception {
        long before = used();
        if (bench instanceof DrivenBench driven) {
            for (int i = 0; i < TURNS; i++) {
                bench.loop().wakeup();
                if (watched != null) {
                    watched.armNow(Interest.READ, Mode.ONCE);
                }
                driven.poll(0);
            }
        } else {
            for (int i = 0; i < TURNS / 10; i++) {
                bench.onLoop(
                        () -> watched == null ? null : watched.armNow(Interest.READ, Mode.ONCE));
            }
        }
        return used() - before;
    }

    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            var runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    /// Times that are replaced again and again, and far.
    public void times() throws Exception {
        try (var bench = Bench.hosted(tested)) {
            long before = used();
            bench.onLoop(() -> askOften(bench));
            bench.quiet();
            int left = bench.host().left();
            assertTrue(
                    left <= Bench.FEW,
                    "%d times, each of which replaced the one before, left %d entries in the host"
                            .formatted(TIMES, left));
            for (int i = 0; i < MORE; i++) {
                bench.onLoop(() -> askOften(bench));
            }
            bench.quiet();
            long grown = used() - before;
            assertTrue(
                    grown <= SOME_BYTES,
                    "%d times, each of which replaced the one before, left %d kB behind"
                            .formatted((MORE + 1) * TIMES, grown / 1_000));
        }
    }

    private static Void askOften(HostedBench bench) {
        for (int i = 0; i < TIMES; i++) {
            HostedCases.ask(bench, Duration.ofHours(2).minusSeconds(i).toNanos());
        }
        return null;
    }

    /// What a loop wrote to, to wake itself, has another owner by then.
    public void lateWakeups() throws Exception {
        for (int round = 0; round < LOOPS; round++) {
            var bench = Bench.open(tested);
            var wires = new ArrayList<SocketWire>();
            try {
                boolean races = round % 2 == 1;
                var waker = Thread.ofPlatform().daemon().unstarted(() -> wakeOften(bench));
                if (races) {
                    waker.start();
                }
                bench.closeLoop();
                for (int i = 0; i < 8; i++) {
                    wires.add(SocketWire.open());
                }
                if (!races) {
                    waker.start();
                }
                waker.join();
                for (var wire : wires) {
                    assertTrue(
                            wire.isUntouched(),
                            "a wake-up after close wrote to a descriptor that belongs to somebody else by then");
                }
            } finally {
                for (var wire : wires) {
                    wire.close();
                }
                bench.close();
            }
        }
    }

    private static void wakeOften(Bench bench) {
        for (int i = 0; i < 200; i++) {
            bench.loop().wakeup();
        }
    }
}
