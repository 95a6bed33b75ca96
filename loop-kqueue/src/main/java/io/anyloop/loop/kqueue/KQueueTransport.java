package io.anyloop.loop.kqueue;

import io.anyloop.loop.netty.DescriptorPort;
import io.anyloop.loop.netty.Transport;
import io.anyloop.loop.netty.WaitOrLook;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.kqueue.KQueueIoHandler;

/// kqueue in the words of loop-netty.
///
/// @param handlerFactory makes what waits: a queue of the system's
record KQueueTransport(IoHandlerFactory handlerFactory) implements Transport {
    static final String NAME = "kqueue";

    /// As many reports as the handler takes at first; it grows by itself.
    private static final int GROWING = 0;

    /// On the system's own queues.
    static KQueueTransport ofSystem() {
        return new KQueueTransport(KQueueIoHandler.newFactory(GROWING, WaitOrLook::new));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public DescriptorPort port(IoEventLoop loop, int descriptor, DescriptorPort.Reports reports) {
        return new KQueuePort(loop, descriptor, reports);
    }
}
