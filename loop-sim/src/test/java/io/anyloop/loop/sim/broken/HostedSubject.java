package io.anyloop.loop.sim.broken;

import io.anyloop.loop.select.ExecutorLoop;
import io.anyloop.loop.select.ExecutorLoopProvider;
import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.Guest;
import io.anyloop.spi.HostedLoop;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import io.anyloop.tck.setup.Host;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Hosted loops that watch descriptors, each over an executor of its own.
///
/// @param late how many nanoseconds later a report comes than it could
record HostedSubject(long late) implements Subject, LoopProvider {
    private static final LoopProvider HEALTHY = new ExecutorLoopProvider();

    @Override
    public LoopProvider provider() {
        return this;
    }

    @Override
    public String name() {
        return HEALTHY.name();
    }

    @Override
    public Kind kind() {
        return HEALTHY.kind();
    }

    @Override
    public String systems() {
        return HEALTHY.systems();
    }

    @Override
    public int priority() {
        return HEALTHY.priority();
    }

    @Override
    public Availability availability() {
        return Availability.yes();
    }

    @Override
    public Set<Capability> capabilities() {
        return HEALTHY.capabilities();
    }

    @Override
    public Loop open() {
        var host = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().factory());
        return new Late(host, ExecutorLoop.on(host), late);
    }

    @Override
    public void dispose(Loop loop) {
        loop.close();
        ((Late) loop).host.shutdownNow();
    }

    @Override
    public Host hostOf(HostedLoop loop) {
        var host = ((Late) loop).host;
        return new Host() {
            @Override
            public void execute(Runnable task) {
                host.execute(task);
            }

            @Override
            public void end() {
                host.close();
            }
        };
    }

    private record Late(ScheduledExecutorService host, HostedLoop healthy, long late)
            implements HostedLoop {
        @Override
        public Watch watch(int descriptor, long generation, Readiness readiness) {
            return healthy.watch(descriptor, generation, what -> later(readiness, what));
        }

        private void later(Readiness readiness, int what) {
            if (late == 0) {
                readiness.ready(what);
            } else {
                host.schedule(() -> readiness.ready(what), late, TimeUnit.NANOSECONDS);
            }
        }

        @Override
        public String name() {
            return healthy.name();
        }

        @Override
        public Set<Capability> capabilities() {
            return healthy.capabilities();
        }

        @Override
        public long nanoTime() {
            return healthy.nanoTime();
        }

        @Override
        public void attach(Guest guest) {
            healthy.attach(guest);
        }

        @Override
        public void wakeup() {
            healthy.wakeup();
        }

        @Override
        public void wakeAt(long nanoTime) {
            healthy.wakeAt(nanoTime);
        }

        @Override
        public boolean onLoopThread() {
            return healthy.onLoopThread();
        }

        @Override
        public void close() {
            healthy.close();
        }
    }
}
