package io.anyloop.tck.loop;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.spi.Capability;
import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import io.anyloop.tck.fixture.TestedLoops;
import java.util.concurrent.atomic.AtomicReference;

/// Rules 2.6 to 2.8: who may call a driven loop.
public final class OwnerCases {
    private final TestedLoops loops;

    public OwnerCases(TestedLoops loops) {
        this.loops = loops;
    }

    public void strangers() throws Exception {
        try (var bench = Bench.driven(loops)) {
            strangerPolls(bench);
            if (loops.provider().capabilities().contains(Capability.DESCRIPTORS)) {
                strangerWatches(bench);
                strangerArms(bench);
                strangerCancels(bench);
            }
        }
    }

    private static void strangerPolls(DrivenBench bench) throws Exception {
        bench.loop().wakeup();
        refusedElsewhere("poll", () -> bench.loop().poll(0));
        var took = bench.timedPoll(Long.MAX_VALUE);
        assertTrue(
                took.compareTo(bench.time.prompt()) < 0,
                "a refused poll from another thread took the owner's wake-up");
    }

    private static void strangerWatches(DrivenBench bench) throws Exception {
        var wire = bench.wire();
        refusedElsewhere("watch", () -> bench.loop().watch(wire.descriptor(), 0, what -> {}));
        bench.watched(wire, 0).cancel();
    }

    private static void strangerArms(DrivenBench bench) throws Exception {
        var watched = bench.watched();
        watched.wire().makeReadable();
        refusedElsewhere("arm", () -> watched.watch().arm(Interest.READ, Mode.ONCE));
        watched.expectNoMoreThan(0, "a refused arm from another thread armed the watch");
    }

    private static void strangerCancels(DrivenBench bench) throws Exception {
        var watched = bench.watched();
        watched.arm(Interest.READ);
        refusedElsewhere("cancel", watched.watch()::cancel);
        watched.wire().makeReadable();
        watched.expect(1, "a refused cancel from another thread cancelled the watch");
    }

    private static void refusedElsewhere(String call, Judge.Case body) throws Exception {
        assertInstanceOf(
                WrongThreadException.class,
                thrownElsewhere(body),
                call + " from a thread that does not hold the loop threw no WrongThreadException");
    }

    private static Throwable thrownElsewhere(Judge.Case body) throws InterruptedException {
        var thrown = new AtomicReference<Throwable>();
        var stranger = Thread.ofPlatform().daemon().start(() -> thrown.set(thrownBy(body)));
        stranger.join();
        return thrown.get();
    }

    private static Throwable thrownBy(Judge.Case body) {
        try {
            body.run();
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    public void handOver() throws Exception {
        try (var bench = Bench.driven(loops)) {
            handOver(bench, () -> bench.timedPoll(0));
            if (loops.provider().capabilities().contains(Capability.DESCRIPTORS)) {
                handOverArmed(bench);
            }
        }
    }

    private static void handOverArmed(DrivenBench bench) throws Exception {
        var watched = bench.watched();
        watched.arm(Interest.READ);
        watched.wire().makeReadable();
        handOver(bench, () -> watched.expect(1, "what was armed before moveTo was forgotten"));
    }

    /// Lets another thread hold the loop for a while; the caller holds it afterwards.
    private static void handOver(DrivenBench bench, Judge.Case body) throws Exception {
        var home = Thread.currentThread();
        var thrown = new AtomicReference<Throwable>();
        Judge.Case thereAndBack = () -> thereAndBack(bench, body, home);
        var next = Thread.ofPlatform().daemon().unstarted(() -> thrown.set(thrownBy(thereAndBack)));
        bench.loop().moveTo(next);
        assertThrows(
                WrongThreadException.class,
                () -> bench.loop().poll(0),
                "the old owner could still poll after moveTo");
        next.start();
        next.join();
        assertNull(thrown.get(), () -> "the new owner failed: " + thrown.get().getMessage());
    }

    private static void thereAndBack(DrivenBench bench, Judge.Case body, Thread home)
            throws Exception {
        try {
            body.run();
        } finally {
            bench.loop().moveTo(home);
        }
    }

    public void nestedPoll() throws Exception {
        Bench.declares(loops, Capability.DESCRIPTORS);
        try (var bench = Bench.driven(loops)) {
            var thrown = new AtomicReference<Throwable>();
            var first = bench.watched();
            var second = bench.watched();
            first.inside(() -> thrown.set(thrownBy(() -> bench.loop().poll(0))));
            for (var watched : new Watched[] {first, second}) {
                watched.arm(Interest.READ);
                watched.wire().makeReadable();
            }
            bench.runUntil(
                    () -> first.count() + second.count() == 2,
                    "a poll inside a report disturbed the outer poll");
            assertInstanceOf(
                    IllegalStateException.class,
                    thrown.get(),
                    "a poll inside a report threw no IllegalStateException");
        }
    }
}
