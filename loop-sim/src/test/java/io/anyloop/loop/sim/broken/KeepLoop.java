package io.anyloop.loop.sim.broken;

import io.anyloop.spi.Capability;
import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A simulated loop that also understands KEEP, since the simulated one does not.
final class KeepLoop extends BentLoop {

    /// When a watch in KEEP is armed again.
    private enum Rearm {
        AT_EACH_EDGE,
        NEVER,
        AT_EACH_REPORT
    }

    private final Rearm rearm;
    private final Map<Integer, KeepWatch> watches = new HashMap<>();
    private final Queue<Integer> edges = new ConcurrentLinkedQueue<>();
    private volatile Thread owner = Thread.currentThread();

    private KeepLoop(Rearm rearm) {
        this.rearm = rearm;
    }

    static Subject healthy() {
        return new BentSubject(() -> new KeepLoop(Rearm.AT_EACH_EDGE));
    }

    static Subject once() {
        return new BentSubject(() -> new KeepLoop(Rearm.NEVER));
    }

    static Subject level() {
        return new BentSubject(() -> new KeepLoop(Rearm.AT_EACH_REPORT));
    }

    @Override
    public Set<Capability> capabilities() {
        var capabilities = EnumSet.of(Capability.KEEP);
        capabilities.addAll(super.capabilities());
        return capabilities;
    }

    @Override
    public Watch watch(int descriptor, long generation, Readiness readiness) {
        var watch = new KeepWatch(this, descriptor, generation, readiness);
        watches.put(descriptor, watch);
        return watch;
    }

    /// Any thread: only the owner may arm, so the next poll does.
    @Override
    void becameReadable(int descriptor) {
        if (rearm == Rearm.AT_EACH_EDGE) {
            edges.add(descriptor);
            sim.wakeup();
        }
    }

    @Override
    public void poll(long nanos) {
        if (Thread.currentThread() == owner) {
            for (var edge = edges.poll(); edge != null; edge = edges.poll()) {
                rearm(watches.get(edge));
            }
        }
        super.poll(nanos);
    }

    private static void rearm(KeepWatch watch) {
        if (watch != null) {
            watch.rearm();
        }
    }

    @Override
    public void moveTo(Thread owner) {
        super.moveTo(owner);
        this.owner = owner;
    }

    private final class KeepWatch extends BentWatch {
        private Interest kept;

        KeepWatch(BentLoop loop, int descriptor, long generation, Readiness readiness) {
            super(loop, descriptor, generation, readiness);
        }

        @Override
        public void arm(Interest interest, Mode mode) throws IOException {
            super.arm(interest, Mode.ONCE);
            kept = mode == Mode.KEEP ? interest : null;
        }

        @Override
        public void cancel() {
            super.cancel();
            kept = null;
        }

        @Override
        public void ready(int what) {
            if (rearm == Rearm.AT_EACH_REPORT) {
                rearm();
            }
            super.ready(what);
        }

        void rearm() {
            if (kept != null) {
                armAgain(kept);
            }
        }
    }
}
