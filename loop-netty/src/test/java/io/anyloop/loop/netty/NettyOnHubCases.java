package io.anyloop.loop.netty;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.Timeout;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.netty.NettyFutures;
import io.anyloop.spi.DrivenLoop;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ServerChannel;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.TestAbortedException;

/// Channels of Netty's and greenlets on one loop: what every loop on a transport of Netty's can do. A loop's own tests
/// extend this.
public abstract class NettyOnHubCases {
    private static final int MEGABYTE = 1 << 20;

    private final Set<String> handlerThreads = ConcurrentHashMap.newKeySet();
    private NettyLoop loop;
    private Hub hub;

    /// The channels of a transport.
    ///
    /// @param server listens
    /// @param client connects
    public record Channels(
            Class<? extends ServerChannel> server, Class<? extends Channel> client) {}

    /// Opens a loop on the calling thread.
    ///
    /// @return the loop
    /// @throws Exception if the system refuses
    protected abstract NettyLoop openLoop() throws Exception;

    /// Which channels register on it.
    ///
    /// @return empty where Netty has none that run here
    protected abstract Optional<Channels> channels();

    @BeforeEach
    void open() throws Exception {
        loop = openLoop();
        hub = Hub.on(loop);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void a_server_of_nettys_and_greenlets_with_plain_sockets_share_the_thread() throws Exception {
        hub.call(() -> {
            int port = echoServer();
            var clients = new ArrayList<Greenlet<String>>();
            for (int i = 0; i < 50; i++) {
                String text = "greenlet " + i;
                clients.add(Greenlet.spawn(() -> echo(port, text)));
            }
            for (int i = 0; i < 50; i++) {
                assertEquals("greenlet " + i, clients.get(i).get());
            }
            assertEquals(Set.of(hubThread()), handlerThreads);
        });
    }

    @Test
    void a_greenlet_waits_for_a_future_of_nettys_while_others_run() throws Exception {
        hub.call(() -> {
            int port = echoServer();
            var ticks = new ArrayList<Integer>();
            Greenlet<Void> ticker =
                    Greenlet.spawn(() -> {
                        for (int i = 0; i < 5; i++) {
                            ticks.add(i);
                            Greenlet.yield();
                        }
                    });
            Channel channel = connect(port);
            assertTrue(channel.isActive());
            NettyFutures.await(channel.writeAndFlush(Unpooled.copiedBuffer("hello", US_ASCII)));
            NettyFutures.await(channel.close());
            ticker.join();
            assertEquals(List.of(0, 1, 2, 3, 4), ticks);
        });
    }

    @Test
    void closing_the_hub_closes_the_channels_on_its_loop() throws Exception {
        Channel[] channels = new Channel[1];
        hub.call(() -> channels[0] = connect(echoServer()));
        hub.close();
        assertFalse(channels[0].isOpen());
        assertTrue(loop.eventLoop().isTerminated());
    }

    @Test
    void a_greenlet_is_not_in_the_event_loop_and_nettys_handlers_are() throws Exception {
        hub.call(() -> {
            assertFalse(loop.eventLoop().inEventLoop());
            var carrier = new String[1];
            loop.eventLoop().submit(() -> carrier[0] = Thread.currentThread().getName()).sync();
            assertEquals(hubThread(), carrier[0]);
            assertNotEquals(Thread.currentThread().getName(), carrier[0]);
        });
    }

    private static String hubThread() {
        String thread = Thread.currentThread().toString();
        return thread.substring(thread.lastIndexOf('@') + 1);
    }

    private Channels channelsHere() {
        return channels()
                .orElseThrow(() ->
                        new TestAbortedException(
                                "not applicable: no channels of Netty's run here"));
    }

    private int echoServer() throws InterruptedException {
        Channel server =
                new ServerBootstrap()
                        .group(loop.eventLoop())
                        .channel(channelsHere().server())
                        .childHandler(new Echo())
                        .bind(InetAddress.getLoopbackAddress(), 0)
                        .sync()
                        .channel();
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    private Channel connect(int port) {
        var connecting = connecting(port);
        NettyFutures.await(connecting);
        return connecting.channel();
    }

    private ChannelFuture connecting(int port) {
        return new Bootstrap()
                .group(loop.eventLoop())
                .channel(channelsHere().client())
                .handler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                // Only sends.
                            }
                        })
                .connect(InetAddress.getLoopbackAddress(), port);
    }

    private static String echo(int port, String text) throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(text.getBytes(US_ASCII));
            return new String(socket.getInputStream().readNBytes(text.length()), US_ASCII);
        }
    }

    /// Gathers what comes back until it is all there.
    private final class Gathering extends ChannelInboundHandlerAdapter {
        final ByteBuf all = Unpooled.buffer();
        final Promise<ByteBuf> complete = loop.eventLoop().newPromise();
        final int expected;

        Gathering(int expected) {
            this.expected = expected;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf part = (ByteBuf) message;
            all.writeBytes(part);
            part.release();
            if (all.readableBytes() >= expected) {
                complete.trySuccess(all);
            }
        }
    }

    @Test
    void a_large_buffer_made_by_a_greenlet_comes_back_whole_while_others_sleep() throws Exception {
        hub.call(() -> {
            Channel channel = connect(echoServer());
            var gathering = new Gathering(MEGABYTE);
            NettyFutures.await(
                    loop.eventLoop().submit(() -> channel.pipeline().addLast(gathering)));
            Greenlet<Integer> sleeper =
                    Greenlet.spawn(() -> {
                        int naps = 0;
                        while (!gathering.complete.isDone()) {
                            Greenlet.sleep(Duration.ofMillis(1));
                            naps++;
                        }
                        return naps;
                    });
            ByteBuf sent = channel.alloc().buffer(MEGABYTE);
            for (int i = 0; i < MEGABYTE / Integer.BYTES; i++) {
                sent.writeInt(i);
            }
            ByteBuf copy = Unpooled.copiedBuffer(sent);
            channel.writeAndFlush(sent);
            assertEquals(copy, NettyFutures.await(gathering.complete));
            assertTrue(sleeper.get() > 0);
            assertEquals(0, sent.refCnt());
            channel.close();
        });
    }

    @Test
    void a_channel_is_opened_from_a_plain_thread() throws Exception {
        int port = hub.call(() -> echoServer());
        Channel channel = connect(port);
        assertTrue(channel.isActive());
        channel.close().sync();
        assertEquals("here", hub.call(() -> echo(port, "here")));
    }

    @Test
    void a_handler_that_throws_harms_nobody_else() throws Exception {
        hub.call(() -> {
            int port = echoServer();
            Channel channel = connect(port);
            var thrown = new AtomicReference<Throwable>();
            var throwing = new Throwing(thrown);
            NettyFutures.await(loop.eventLoop().submit(() -> channel.pipeline().addLast(throwing)));
            NettyFutures.await(channel.writeAndFlush(Unpooled.copiedBuffer("x", US_ASCII)));
            NettyFutures.await(channel.closeFuture());
            assertEquals("expected", thrown.get().getMessage());
            assertEquals("still here", echo(port, "still here"));
        });
    }

    private static final class Throwing extends ChannelInboundHandlerAdapter {
        final AtomicReference<Throwable> thrown;

        Throwing(AtomicReference<Throwable> thrown) {
            this.thrown = thrown;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ((ByteBuf) message).release();
            throw new IllegalStateException("expected");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            thrown.set(cause);
            context.close();
        }
    }

    @Test
    void a_handler_must_not_wait() throws Exception {
        hub.call(() -> {
            Promise<String> never = loop.eventLoop().newPromise();
            Throwable refused =
                    NettyFutures.await(
                            loop.eventLoop()
                                    .submit(() -> thrownBy(() -> NettyFutures.await(never))));
            assertEquals(BlockingInLoopException.class, refused.getClass());
        });
    }

    private static Throwable thrownBy(Executable action) {
        try {
            action.execute();
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    @Test
    void a_task_that_netty_schedules_runs_in_time_on_the_hubs_thread() throws Exception {
        hub.call(() -> {
            long begin = System.nanoTime();
            String thread =
                    NettyFutures.await(
                            loop.eventLoop()
                                    .schedule(
                                            () -> Thread.currentThread().getName(),
                                            20,
                                            TimeUnit.MILLISECONDS));
            assertEquals(hubThread(), thread);
            assertTrue(System.nanoTime() - begin >= 20_000_000);
        });
    }

    @Test
    void a_client_that_shuts_down_its_group_does_not_end_the_hub() throws Exception {
        hub.call(() -> {
            Future<?> refused = loop.eventLoop().shutdownGracefully();
            assertThrows(UnsupportedOperationException.class, () -> NettyFutures.await(refused));
            assertEquals("alive", NettyFutures.await(loop.eventLoop().submit(() -> "alive")));
        });
    }

    /// Neither starves the other, though neither ever pauses.
    @Test
    void netty_and_greenlets_that_never_pause_take_turns() throws Exception {
        hub.call(() -> {
            var nettys = new AtomicInteger();
            var chain =
                    new Runnable() {
                        @Override
                        public void run() {
                            if (nettys.incrementAndGet() < 10_000) {
                                loop.eventLoop().execute(this);
                            }
                        }
                    };
            loop.eventLoop().execute(chain);
            int ours = 0;
            while (nettys.get() < 10_000) {
                ours++;
                Greenlet.yield();
            }
            assertTrue(ours > 1, "greenlets had " + ours + " turns");
        });
    }

    @io.netty.channel.ChannelHandler.Sharable
    private final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            handlerThreads.add(Thread.currentThread().getName());
            context.writeAndFlush((ByteBuf) message);
        }
    }

    @Test
    void the_very_failure_of_a_future_is_thrown() throws Exception {
        hub.call(() -> {
            try (var deaf = new Socket()) { // has the port, and does not listen on it
                deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                var future = connecting(deaf.getLocalPort());
                var refused =
                        assertThrows(ConnectException.class, () -> NettyFutures.await(future));
                assertSame(future.cause(), refused);
            }
        });
    }

    @Test
    void a_wait_for_a_future_can_be_limited_and_killed_and_leaves_the_future_alone()
            throws Exception {
        hub.call(() -> {
            Promise<String> promise = loop.eventLoop().newPromise();
            assertThrows(
                    TimeoutException.class,
                    () -> NettyFutures.await(promise, Duration.ofMillis(5)));
            var limit = Timeout.of(Duration.ofMillis(5));
            assertSame(
                    limit,
                    assertThrows(
                            Timeout.class, () -> limit.call(() -> NettyFutures.await(promise))));
            Greenlet<String> waits = Greenlet.spawn(() -> NettyFutures.await(promise));
            Greenlet.yield();
            waits.kill();
            assertFalse(promise.isDone());
            Greenlet<String> again = Greenlet.spawn(() -> NettyFutures.await(promise));
            loop.eventLoop().execute(() -> promise.setSuccess("done"));
            assertEquals("done", again.get());
        });
    }

    @Nested
    class Futures extends NettyFutureCases {
        @Override
        Hub hub() {
            return hub;
        }

        @Override
        EventExecutor executor() {
            return loop.eventLoop();
        }
    }

    @Test
    void the_hub_tells_its_loop_to_those_who_know_its_type() throws Exception {
        assertSame(loop, hub.loop(NettyLoop.class));
        interface OtherLoop extends DrivenLoop {}
        var refused = assertThrows(IllegalStateException.class, () -> hub.loop(OtherLoop.class));
        assertTrue(refused.getMessage().contains("which is a NettyLoop and no OtherLoop"));
    }
}
