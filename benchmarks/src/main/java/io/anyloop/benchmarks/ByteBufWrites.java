package io.anyloop.benchmarks;

import io.anyloop.Hub;
import io.anyloop.Loops;
import io.anyloop.loop.netty.NettyLoop;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// A buffer of 64 bytes taken from the channel's allocator, filled, and written to a channel on the hub's own loop: by a
/// greenlet, and by a task of the event loop itself. The same thread runs both; but Netty's thread-locals are those of a
/// virtual thread in the first case, and its write is passed on as a task.
///
/// What is written is released at the head of the pipeline, so the system's calls do not count.
@State(Scope.Benchmark)
public class ByteBufWrites {
    static final int WRITES = 10_000;

    /// So many tasks may wait on the event loop before a greenlet lets it run.
    private static final int BURST = 100;

    private static final int SIZE = 64;

    private Hub hub;
    private IoEventLoop loop;
    private Channel channel;

    /// Opens a hub on epoll, and a connection on its loop.
    ///
    /// @throws IOException if the system refuses
    @Setup
    public void open() throws IOException {
        NettyLoop netty = (NettyLoop) Loops.named("epoll").open();
        loop = netty.eventLoop();
        hub = Hub.builder().loop(netty).open();
        Channel listener =
                new ServerBootstrap()
                        .group(loop)
                        .channel(EpollServerSocketChannel.class)
                        .childHandler(new ChannelInboundHandlerAdapter())
                        .bind(EchoServers.anywhere())
                        .syncUninterruptibly()
                        .channel();
        channel =
                new Bootstrap()
                        .group(loop)
                        .channel(EpollSocketChannel.class)
                        .handler(new Sink())
                        .connect(listener.localAddress())
                        .syncUninterruptibly()
                        .channel();
    }

    /// Closes the hub, and with it the channels.
    @TearDown
    public void close() {
        hub.close();
    }

    /// A greenlet that writes, and waits for the last write of each burst.
    @Benchmark
    @OperationsPerInvocation(WRITES)
    public void greenlet() {
        hub.call(() -> write(WRITES));
    }

    /// A task of the event loop that writes.
    @Benchmark
    @OperationsPerInvocation(WRITES)
    public void eventLoop() {
        hub.call(() -> loop.submit(() -> writeHere(WRITES)).syncUninterruptibly());
    }

    void write(int times) {
        for (int i = BURST; i < times; i += BURST) {
            writeBurst();
        }
        writeBurst();
    }

    private void writeBurst() {
        for (int i = 1; i < BURST; i++) {
            channel.write(message(), channel.voidPromise());
        }
        channel.writeAndFlush(message()).syncUninterruptibly();
    }

    private void writeHere(int times) {
        for (int i = 1; i <= times; i++) {
            if (i % BURST == 0) {
                channel.writeAndFlush(message());
            } else {
                channel.write(message(), channel.voidPromise());
            }
        }
    }

    private ByteBuf message() {
        return channel.alloc().buffer(SIZE).writeZero(SIZE);
    }

    /// Where the pipeline ends here.
    @ChannelHandler.Sharable
    private static final class Sink extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            ReferenceCountUtil.release(message);
            promise.trySuccess();
        }
    }
}
