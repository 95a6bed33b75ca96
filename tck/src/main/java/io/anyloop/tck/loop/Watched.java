package io.anyloop.tck.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import io.anyloop.tck.setup.Wire;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// One end of a wire under watch, and all that was reported on it.
final class Watched implements Readiness {

    /// @param inPlace whether it came where reports may come
    private record Report(int what, boolean inPlace) {}

    private final Bench bench;
    private final Wire wire;
    private final List<Report> reports = new CopyOnWriteArrayList<>();
    private Runnable inside = () -> {};
    private Watch watch;
    private int armings;

    Watched(Bench bench, Wire wire) {
        this.bench = bench;
        this.wire = wire;
    }

    Watched begin(Watch begun) {
        watch = begun;
        return this;
    }

    Wire wire() {
        return wire;
    }

    Watch watch() {
        return watch;
    }

    /// What to do besides, inside a report.
    void inside(Runnable action) {
        inside = action;
    }

    @Override
    public void ready(int what) {
        reports.add(new Report(what, bench.mayReport()));
        inside.run();
    }

    void arm(Interest interest) throws Exception {
        arm(interest, Mode.ONCE);
    }

    void arm(Interest interest, Mode mode) throws Exception {
        bench.onLoop(() -> armNow(interest, mode));
    }

    /// Arms where the last arming has been reported, on the loop's thread.
    void armIfSpent(Interest interest) throws Exception {
        if (armings <= count()) {
            armNow(interest, Mode.ONCE);
        }
    }

    /// Arms, where the caller is on the loop's thread.
    Watched armNow(Interest interest, Mode mode) throws Exception {
        watch.arm(interest, mode);
        armings++;
        return this;
    }

    void cancel() throws Exception {
        bench.onLoop(this::cancelNow);
    }

    private Watched cancelNow() {
        watch.cancel();
        return this;
    }

    int count() {
        return reports.size();
    }

    boolean allInPlace() {
        return reports.stream().allMatch(Report::inPlace);
    }

    /// The directions of the last report.
    int last() {
        return reports.get(reports.size() - 1).what() & (READ | WRITE);
    }

    /// Waits for the report with this number, counted from 1, and for no more than that.
    void expect(int number, String otherwise) throws Exception {
        bench.runUntil(() -> count() >= number, otherwise);
        assertEquals(number, count(), "more reports than were asked for");
    }

    /// Lets the loop go on, and wants no report beyond the given number.
    void expectNoMoreThan(int number, String otherwise) throws Exception {
        bench.quiet();
        assertEquals(number, count(), otherwise);
    }
}
