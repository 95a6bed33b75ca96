package io.anyloop.loop.epoll;

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
import io.anyloop.loop.netty.NettyLoop;
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
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.concurrent.Promise;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Channels of Netty's and greenlets on one loop.
class NettyOnHubTest {
    private final Set<String> handlerThreads = ConcurrentHashMap.newKeySet();
    private NettyLoop loop;
    private Hub hub;

    @BeforeEach
    void open() throws Exception {
        loop = (NettyLoop) new EpollLoopProvider().open();
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

    private int echoServer() throws InterruptedException {
        Channel server =
                new ServerBootstrap()
                        .group(loop.eventLoop())
                        .channel(EpollServerSocketChannel.class)
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
                .channel(EpollSocketChannel.class)
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
            int nobody;
            try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                nobody = free.getLocalPort();
            }
            var future = connecting(nobody);
            var refused = assertThrows(ConnectException.class, () -> NettyFutures.await(future));
            assertSame(future.cause(), refused);
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

    @Test
    void the_hub_tells_its_loop_to_those_who_know_its_type() throws Exception {
        assertSame(loop, hub.loop(NettyLoop.class));
        interface OtherLoop extends DrivenLoop {}
        var refused = assertThrows(IllegalStateException.class, () -> hub.loop(OtherLoop.class));
        assertTrue(refused.getMessage().contains("which is a NettyLoop and no OtherLoop"));
    }
}
