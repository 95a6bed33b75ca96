package io.anyloop.loop.vertx;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anyloop.spi.HostedLoop;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import io.anyloop.tck.LoopContract;
import io.anyloop.tck.ProviderWithHost;
import io.anyloop.tck.setup.Host;
import io.netty.channel.SingleThreadEventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.transport.Transport;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// The loop of Vert.x on one of its transports, over a Vert.x of one event loop.
abstract class VertxContract extends LoopContract {
    private final Transport transport;
    private final Map<Loop, VertxInternal> hosts = new ConcurrentHashMap<>();

    VertxContract(Transport transport) {
        this.transport = transport;
    }

    private VertxInternal vertx() {
        assumeTrue(
                transport.available(),
                () ->
                        "not applicable: Vert.x cannot be on %s here: %s"
                                .formatted(transport.name(), transport.unavailabilityCause()));
        return (VertxInternal)
                Vertx.builder()
                        .withTransport(transport)
                        .with(
                                new VertxOptions()
                                        .setEventLoopPoolSize(1)
                                        .setWorkerPoolSize(1)
                                        .setInternalBlockingPoolSize(1))
                        .build();
    }

    @Override
    protected LoopProvider provider() {
        return new ProviderWithHost(new VertxLoopProvider(), this::openLoop);
    }

    @Override
    protected Loop openLoop() {
        var vertx = vertx();
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
