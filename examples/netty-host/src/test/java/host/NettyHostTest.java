package host;

import io.anyloop.spi.HostedLoop;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import io.anyloop.tck.setup.Host;
import io.anyloop.tck.LoopContract;
import io.anyloop.tck.ProviderWithHost;
import io.anyloop.tck.setup.UnfitHost;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.UnorderedThreadPoolEventExecutor;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Public and registered as a service, so that the command `tck` finds it, too: only this knows how a host is made.
public class NettyHostTest extends LoopContract {
    private final Map<Loop, EventExecutor> hosts = new ConcurrentHashMap<>();

    @Override
    protected LoopProvider provider() {
        return new ProviderWithHost(new NettyHostProvider(), this::openLoop);
    }

    @Override
    protected Loop openLoop() {
        return on(new DefaultEventExecutor());
    }

    private HostedLoop on(EventExecutor host) {
        var loop = new NettyHost(host);
        hosts.put(loop, host);
        return loop;
    }

    @Override
    protected void dispose(Loop loop) {
        loop.close();
        hosts.remove(loop).shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    @Override
    protected Host hostOf(HostedLoop loop) {
        var host = hosts.get(loop);
        return new Host() {
            @Override
            public void execute(Runnable task) {
                host.execute(task);
            }

            @Override
            public void end() {
                host.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
            }

            @Override
            public int left() {
                return ((DefaultEventExecutor) host).pendingTasks();
            }
        };
    }

    @Override
    protected Optional<HostedLoop> openUnfit(UnfitHost unfit) {
        return Optional.of(
                on(
                        switch (unfit) {
                            case VIRTUAL_THREAD ->
                                    new DefaultEventExecutor(Thread.ofVirtual().factory());
                            case TWO_THREADS -> new UnorderedThreadPoolEventExecutor(2);
                        }));
    }
}
