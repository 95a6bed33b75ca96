package io.anyloop.loop.iouring;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.loop.netty.NettyLoop;
import io.anyloop.loop.netty.NettyOnHubCases;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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

    @Test
    void it_is_known_by_nettys_name() throws Exception {
        NettyLoop loop = openLoop();
        assertTrue(loop.eventLoop().isIoType(IoUringIoHandler.class));
        assertFalse(loop.eventLoop().isIoType(NioIoHandler.class));
        loop.close();
    }
}
