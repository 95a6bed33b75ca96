package io.anyloop.loop.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.anyloop.loop.netty.NettyLoop;
import io.anyloop.loop.netty.NettyOnHubCases;
import io.anyloop.loop.netty.TestDescriptors;
import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Pipe;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NettyOnHubTest extends NettyOnHubCases {
    @Override
    protected NettyLoop openLoop() throws Exception {
        return (NettyLoop) new EpollLoopProvider().open();
    }

    @Override
    protected Optional<Channels> channels() {
        return Optional.of(new Channels(EpollServerSocketChannel.class, EpollSocketChannel.class));
    }

    /// Netty's table goes by numbers, and nobody tells the loop when a file is closed whose registration stays.
    @Test
    void a_channel_may_get_the_number_of_a_file_that_was_closed_without_a_word() throws Exception {
        NettyLoop loop = openLoop();
        Pipe pipe = Pipe.open();
        int number = TestDescriptors.of(pipe.source());
        loop.watch(number, 0, _ -> fail("the file is gone")).arm(Interest.READ, Mode.KEEP);
        pipe.source().close();
        var others = new ArrayList<EpollServerSocketChannel>();
        var channel = new EpollServerSocketChannel();
        while (channel.fd().intValue() != number) {
            others.add(channel); // another thread has the number, for a moment
            assertTrue(others.size() < 100, "nobody gets the number again");
            channel = new EpollServerSocketChannel();
        }
        EpollServerSocketChannel server = channel;
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(loop.eventLoop())
                        .channelFactory(() -> server)
                        .childHandler(new ChannelInboundHandlerAdapter())
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        while (!bound.isDone()) {
            loop.poll(1_000_000);
        }
        assertTrue(bound.isSuccess(), () -> "" + bound.cause());
        AtomicInteger accepted = new AtomicInteger();
        server.pipeline().addFirst(new Counting(accepted));
        try (var client = SocketChannel.open(server.localAddress())) {
            // A poll may end for a task of the channel's alone, so one of them proves nothing.
            long end = System.nanoTime() + 10_000_000_000L;
            while (accepted.get() == 0 && System.nanoTime() - end < 0) {
                loop.poll(1_000_000_000L);
            }
            assertEquals(1, accepted.get(), () -> client + " was not accepted");
        }
        for (var other : others) {
            other.unsafe().closeForcibly();
        }
        pipe.sink().close();
        loop.close();
    }

    private static final class Counting extends ChannelInboundHandlerAdapter {
        private final AtomicInteger read;

        Counting(AtomicInteger read) {
            this.read = read;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            read.incrementAndGet();
            context.fireChannelRead(message);
        }
    }
}
