package io.anyloop.loop.select;

import io.anyloop.spi.HostedLoop;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import io.anyloop.tck.LoopContract;
import io.anyloop.tck.ProviderWithHost;
import io.anyloop.tck.setup.Host;
import io.anyloop.tck.setup.UnfitHost;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The executor loop on a [java.util.concurrent.ScheduledExecutorService] of one thread.
public class ExecutorLoopTest extends LoopContract {
    private final Map<Loop, ExecutorService> hosts = new ConcurrentHashMap<>();

    @Override
    protected LoopProvider provider() {
        return new ProviderWithHost(new ExecutorLoopProvider(), this::openLoop);
    }

    @Override
    protected Loop openLoop() {
        return on(new ScheduledThreadPoolExecutor(1));
    }

    private HostedLoop on(ExecutorService host) {
        var loop = ExecutorLoop.on(host);
        hosts.put(loop, host);
        return loop;
    }

    @Override
    protected void dispose(Loop loop) {
        loop.close();
        hosts.remove(loop).shutdownNow();
    }

    @Override
    protected Host hostOf(HostedLoop loop) {
        var host = (ScheduledThreadPoolExecutor) hosts.get(loop);
        return new Host() {
            @Override
            public void execute(Runnable task) {
                host.execute(task);
            }

            @Override
            public void end() {
                host.shutdownNow();
                try {
                    host.awaitTermination(10, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public int left() {
                return host.getQueue().size();
            }
        };
    }

    @Override
    protected Optional<HostedLoop> openUnfit(UnfitHost unfit) {
        return Optional.of(
                on(
                        switch (unfit) {
                            case VIRTUAL_THREAD -> Executors.newVirtualThreadPerTaskExecutor();
                            case TWO_THREADS -> Executors.newFixedThreadPool(2);
                        }));
    }
}
