package io.anyloop.loop.kqueue;

import io.anyloop.loop.netty.NettyLoop;
import io.anyloop.loop.netty.NettyOnHubCases;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import java.util.Optional;

/// Netty's channels need the system's own kqueue; futures and tasks do not.
class NettyOnHubTest extends NettyOnHubCases {
    @Override
    protected NettyLoop openLoop() throws Exception {
        return (NettyLoop) TestedProvider.here().open();
    }

    @Override
    protected Optional<Channels> channels() {
        return TestedProvider.isEmulated()
                ? Optional.empty()
                : Optional.of(
                        new Channels(KQueueServerSocketChannel.class, KQueueSocketChannel.class));
    }
}
