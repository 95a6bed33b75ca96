package io.anyloop.loop.vertx;

import io.anyloop.spi.HostedLoop;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import io.anyloop.tck.Host;
import io.anyloop.tck.LoopContract;
import io.anyloop.tck.ProviderWithHost;
import io.netty.channel.SingleThreadEventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// The loop of Vert.x on one of its transports, over a Vert.x of one event loop.
abstract class VertxContract extends LoopContract {
    private final boolean isNative;
    private final Map<Loop, VertxInternal> hosts = new ConcurrentHashMap<>();

    VertxContract(boolean isNative) {
        this.isNative = isNative;
    }

    static VertxInternal vertx(boolean isNative) {
        return (VertxInternal)
                Vertx.vertx(
                        new VertxOptions()
                                .setPreferNativeTransport(isNative)
                                .setEventLoopPoolSize(1)
                                .setWorkerPoolSize(1)
                                .setInternalBlockingPoolSize(1));
    }

    @Override
    protected LoopProvider provider() {
        return new ProviderWithHost(new VertxLoopProvider(), this::openLoop);
    }

    @Override
    protected Loop openLoop() {
        var vertx = vertx(isNative);
        var loop = VertxLoop.on(vertx.createEventLoopContext());
        hosts.put(loop, vertx);
        return loop;
    }

    @Override
    protected void dispose(Loop loop) {
        loop.close();
        hosts.remove(loop).close().await();
    }

    @Override
    protected Host hostOf(HostedLoop hosted) {
        var loop = (VertxLoop) hosted;
        var vertx = hosts.get(loop);
        return new Host() {
            @Override
            public void execute(Runnable task) {
                loop.eventLoop().execute(task);
            }

            @Override
            public void end() {
                vertx.close().await();
            }

            @Override
            public int left() {
                var count =
                        new FutureTask<>(() ->
                                loop.remains()
                                        + ((SingleThreadEventLoop) loop.eventLoop())
                                                .pendingTasks());
                loop.eventLoop().execute(count);
                try {
                    return count.get();
                } catch (InterruptedException | ExecutionException e) {
                    throw new AssertionError(e);
                }
            }
        };
    }
}
