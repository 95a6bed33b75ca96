package io.anyloop.loop.sim.broken;

import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.HostedLoop;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import io.anyloop.tck.setup.Host;
import io.anyloop.tck.setup.UnfitHost;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

/// Hosted loops, each over an executor of its own.
record PoolSubject(Function<ScheduledExecutorService, PoolLoop> loops)
        implements Subject, LoopProvider {

    @Override
    public LoopProvider provider() {
        return this;
    }

    @Override
    public String name() {
        return PoolLoop.NAME;
    }

    @Override
    public Kind kind() {
        return Kind.HOSTED;
    }

    @Override
    public String systems() {
        return "every system";
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Availability availability() {
        return Availability.yes();
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public PoolLoop open() {
        return loops.apply(pool(1, Thread.ofPlatform().daemon().factory()));
    }

    private static ScheduledThreadPoolExecutor pool(int threads, ThreadFactory factory) {
        var pool = new ScheduledThreadPoolExecutor(threads, factory);
        pool.setRemoveOnCancelPolicy(true);
        return pool;
    }

    @Override
    public Optional<HostedLoop> openUnfit(UnfitHost unfit) {
        return Optional.of(
                loops.apply(
                        switch (unfit) {
                            case VIRTUAL_THREAD -> pool(1, Thread.ofVirtual().factory());
                            case TWO_THREADS -> pool(2, Thread.ofPlatform().daemon().factory());
                        }));
    }

    @Override
    public void dispose(Loop loop) {
        loop.close();
        ((PoolLoop) loop).host.shutdownNow();
    }

    @Override
    public Host hostOf(HostedLoop loop) {
        var pool = (ScheduledThreadPoolExecutor) ((PoolLoop) loop).host;
        return new Host() {
            @Override
            public void execute(Runnable task) {
                pool.execute(task);
            }

            @Override
            public void end() {
                pool.close();
            }

            @Override
            public int left() {
                return pool.getQueue().size();
            }
        };
    }
}
