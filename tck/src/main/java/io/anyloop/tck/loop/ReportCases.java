package io.anyloop.tck.loop;

import static io.anyloop.spi.Readiness.READ;
import static io.anyloop.spi.Readiness.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.spi.Capability;
import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import io.anyloop.tck.fixture.SocketWire;
import io.anyloop.tck.fixture.TestedLoops;
import java.util.ArrayList;
import java.util.List;

/// Rules 3.1 to 3.4, 3.6, 3.7, 3.10 and 3.11: what is reported of a descriptor, when and where.
public final class ReportCases {
    private static final int MANY = 100;
    private static final int FEW_POLLS_FOR_MANY = 20;

    private final TestedLoops loops;

    public ReportCases(TestedLoops loops) {
        this.loops = loops;
    }

    public void becomesReady() throws Exception {
        try (var bench = Bench.withDescriptors(loops)) {
            var later = bench.watched();
            later.arm(Interest.READ);
            later.wire().makeReadable();
            later.expect(1, "no report of what became readable after it was armed");
            var before = bench.watched();
            before.wire().makeReadable();
            before.arm(Interest.READ);
            before.expect(1, "no report of what was readable before it was armed");
            var writable = bench.watched();
            writable.arm(Interest.WRITE);
            writable.expect(1, "no report of what was writable before it was armed");
        }
    }

    public void once() throws Exception {
        try (var bench = Bench.withDescriptors(loops)) {
            var watched = bench.watched();
            for (int round = 1; round <= 3; round++) {
                watched.arm(Interest.READ);
                watched.wire().makeReadable();
                watched.expect(round, "no report after arming for the time " + round);
                watched.expectNoMoreThan(round, "a second report for one arming");
            }
            bothAreSpent(bench);
            if (bench instanceof DrivenBench driven) {
                nobodySpins(driven);
            }
        }
    }

    /// A system may go on telling of a hang-up, or of data, that nobody asks for: it must not keep the loop busy.
    private static void nobodySpins(DrivenBench bench) throws Exception {
        var spent = bench.watched();
        spent.arm(Interest.READ);
        spent.wire().hangUp();
        spent.expect(1, "a hang-up was not reported");
        var cancelled = bench.watched();
        cancelled.arm(Interest.READ);
        cancelled.cancel();
        cancelled.wire().hangUp();
        var reader = bench.watched();
        for (int round = 1; round <= 3; round++) {
            reader.arm(Interest.READ);
            reader.wire().makeReadable();
            reader.expect(round, "no report to who reads again and again, the time " + round);
            reader.wire().drain();
        }
        reader.wire().makeReadable();
        var idle = bench.watched();
        idle.wire().makeReadable();
        int polls = bench.spend(bench.time.quiet().toNanos());
        assertTrue(
                polls <= Bench.FEW,
                "a quiet wait took %d polls, beside descriptors that nobody waits for"
                        .formatted(polls));
        assertEquals(3, reader.count(), "reports for three armings");
    }

    /// A report spends the arming for both directions.
    private static void bothAreSpent(Bench bench) throws Exception {
        var watched = bench.watched();
        watched.arm(Interest.READ_AND_WRITE);
        watched.expect(1, "no report of what was writable");
        watched.wire().makeReadable();
        watched.expectNoMoreThan(1, "after a report for writing, reading was still armed");
    }

    public void directions() throws Exception {
        try (var bench = Bench.withDescriptors(loops)) {
            var watched = bench.watched();
            watched.arm(Interest.READ);
            watched.expectNoMoreThan(0, "armed for READ, but writable was reported");
            watched.arm(Interest.WRITE);
            watched.wire().makeReadable();
            watched.expect(1, "armed for WRITE, no report of what was writable");
            assertEquals(WRITE, watched.last(), "armed for WRITE, other directions reported");
            watched.arm(Interest.READ);
            watched.expect(2, "armed for READ, no report of what was readable");
            assertEquals(READ, watched.last(), "armed for READ, other directions reported");
            watched.arm(Interest.READ_AND_WRITE);
            watched.expect(3, "armed for both, no report");
            assertEquals(READ | WRITE, watched.last(), "armed for both, and both hold");
        }
        laterReplaces();
    }

    /// Both armings are in one task of the loop's thread, so that no report can come between them.
    private void laterReplaces() throws Exception {
        try (var bench = Bench.withDescriptors(loops)) {
            var watched = bench.watched();
            bench.onLoop(() -> {
                watched.armNow(Interest.WRITE, Mode.ONCE);
                return watched.armNow(Interest.READ, Mode.ONCE);
            });
            watched.expectNoMoreThan(0, "a later arming did not replace the earlier one");
            watched.wire().makeReadable();
            watched.expect(1, "no report of what was armed later");
            assertEquals(READ, watched.last(), "a later arming did not replace the earlier one");
        }
    }

    public void cancelled() throws Exception {
        try (var bench = Bench.withDescriptors(loops)) {
            var idle = bench.watched();
            idle.arm(Interest.READ);
            idle.cancel();
            idle.wire().makeReadable();
            idle.cancel();
            idle.expectNoMoreThan(0, "a report after cancel");
            if (bench instanceof DrivenBench) {
                cancelledWhenReady(bench);
            }
        }
    }

    /// On a hosted loop the report may come before the cancel.
    private static void cancelledWhenReady(Bench bench) throws Exception {
        var ready = bench.watched();
        ready.wire().makeReadable();
        ready.arm(Interest.READ);
        ready.cancel();
        ready.expectNoMoreThan(0, "a report after cancel, for what was ready before");
    }

    public void inPlace() throws Exception {
        try (var bench = Bench.withDescriptors(loops)) {
            var watched = bench.watched();
            watched.arm(Interest.READ);
            watched.wire().makeReadable();
            bench.pause();
            watched.expect(1, "no report of what became readable");
            watched.arm(Interest.READ_AND_WRITE);
            watched.expect(2, "no report of what was ready before it was armed");
            assertTrue(
                    watched.allInPlace(),
                    "a report came on another thread than the owner's, or outside of poll");
        }
    }

    public void hangUp() throws Exception {
        try (var bench = Bench.withDescriptors(loops)) {
            var reader = bench.watched();
            reader.arm(Interest.READ);
            reader.wire().hangUp();
            reader.expect(1, "a hang-up was not reported to what was armed for READ");
            assertEquals(READ, reader.last(), "a hang-up, where READ was armed");
            var writer = bench.watched();
            writer.wire().fill();
            writer.arm(Interest.WRITE);
            writer.wire().hangUp();
            writer.expect(1, "a hang-up was not reported to what was armed for WRITE");
            assertEquals(WRITE, writer.last(), "a hang-up, where WRITE was armed");
        }
    }

    public void many() throws Exception {
        try (var bench = Bench.withDescriptors(loops)) {
            var all = new ArrayList<Watched>();
            for (int i = 0; i < MANY; i++) {
                var watched = bench.watched();
                watched.arm(Interest.READ);
                all.add(watched);
            }
            for (var watched : all) {
                watched.wire().makeReadable();
            }
            allReported(bench, all);
            bench.quiet();
            assertEquals(MANY, total(all), "some were reported twice");
        }
    }

    private static void allReported(Bench bench, List<Watched> all) throws Exception {
        if (bench instanceof DrivenBench driven) {
            for (int polls = 0; polls < FEW_POLLS_FOR_MANY; polls++) {
                driven.poll(0);
            }
        } else {
            bench.runUntil(() -> total(all) >= MANY, "some were not reported");
        }
        long heard = all.stream().filter(watched -> watched.count() > 0).count();
        assertEquals(
                MANY, heard, "some were not reported, in %d polls".formatted(FEW_POLLS_FOR_MANY));
    }

    private static int total(List<Watched> all) {
        return all.stream().mapToInt(Watched::count).sum();
    }

    public void keep() throws Exception {
        Bench.declares(loops, Capability.KEEP);
        try (var bench = Bench.withDescriptors(loops)) {
            var watched = bench.watched();
            watched.arm(Interest.READ, Mode.KEEP);
            for (int edge = 1; edge <= 3; edge++) {
                watched.wire().makeReadable();
                watched.expect(edge, "no report of edge " + edge);
                watched.expectNoMoreThan(edge, "a report without a new edge");
                watched.wire().drain();
                watched.expectNoMoreThan(edge, "a report although all had been read");
            }
            if (watched.wire() instanceof SocketWire wire) {
                assertTrue(
                        wire.peerHearsOfClose(bench.time.prompt()),
                        "a descriptor that was closed while it was kept stayed open for its peer");
            }
        }
    }
}
