package io.anyloop.loop.epoll;

import io.anyloop.loop.netty.NettyLoop;
import io.anyloop.loop.netty.NettyOnHubCases;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import java.util.Optional;

class NettyOnHubTest extends NettyOnHubCases {
    @Override
    protected NettyLoop openLoop() throws Exception {
        return (NettyLoop) new EpollLoopProvider().open();
    }

    @Override
    protected Optional<Channels> channels() {
        return Optional.of(new Channels(EpollServerSocketChannel.class, EpollSocketChannel.class));
    }
}
