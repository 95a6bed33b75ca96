package io.anyloop.benchmarks;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;

/// Echo with Netty's callbacks on one event loop of its own, as its users write it.
final class NettyServer {
    private NettyServer() {}

    /// Serves until the standard input ends.
    ///
    /// @param args none
    /// @throws IOException if the standard input cannot be read
    public static void main(String[] args) throws IOException {
        Channel listener =
                new ServerBootstrap()
                        .group(new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()))
                        .channel(EpollServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, EchoServers.BACKLOG)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                        .childHandler(new Handlers())
                        .bind(EchoServers.anywhere())
                        .syncUninterruptibly()
                        .channel();
        EchoServers.serveAt(((InetSocketAddress) listener.localAddress()).getPort());
    }

    private static final class Handlers extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline().addLast(new Echo());
        }
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.write(message, context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
