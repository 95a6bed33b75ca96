package io.anyloop;

import io.anyloop.kernel.Spawner;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// Tells the flight recorder, where this Java has one.
final class StuckEvents {
    private static final boolean RECORDED = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private StuckEvents() {}

    static void tell(StuckReport report) {
        if (RECORDED) {
            Stuck event = new Stuck();
            if (event.shouldCommit()) {
                event.hub = report.hub().name();
                event.stuckThread = Spawner.nameOf(report.thread());
                event.millis = report.time().toMillis();
                event.report = report.toString();
                event.commit();
            }
        }
    }

    @Name("io.anyloop.Stuck")
    @Label("Hub Stuck")
    @Category("Anyloop")
    @StackTrace(false)
    static final class Stuck extends Event {
        @Label("Hub")
        String hub;

        @Label("Greenlet or thread")
        String stuckThread;

        @Label("Milliseconds so far")
        long millis;

        @Label("Report")
        String report;
    }
}
