package io.anyloop.loop.iouring;

import io.anyloop.loop.netty.NettyLoop;
import io.anyloop.loop.netty.NettyOnHubCases;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.util.Optional;

class NettyOnHubTest extends NettyOnHubCases {
    @Override
    protected NettyLoop openLoop() throws Exception {
        return (NettyLoop) new IoUringLoopProvider().open();
    }

    @Override
    protected Optional<Channels> channels() {
        return Optional.of(
                new Channels(IoUringServerSocketChannel.class, IoUringSocketChannel.class));
    }
}
