package io.anyloop.loop.epoll;

import io.anyloop.loop.netty.DescriptorPort;
import io.anyloop.loop.netty.Transport;
import io.anyloop.loop.netty.WaitOrLook;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;

/// epoll in the words of loop-netty. Found by guests of event loops that are on epoll.
public final class EpollTransport implements Transport {
    static final String NAME = "epoll";

    /// So many reports at most are taken at once: then those who are told run while what they need is at hand, and few of them
    /// are found again by the next look. What is left comes first next time.
    private static final int AT_ONCE = 256;

    /// For [java.util.ServiceLoader].
    public EpollTransport() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public IoHandlerFactory handlerFactory() {
        return EpollIoHandler.newFactory(AT_ONCE, WaitOrLook::new);
    }

    @Override
    public int descriptorOf(IoHandle channel) {
        return channel instanceof EpollIoHandle other && !(other instanceof EpollPort)
                ? other.fd().intValue()
                : -1;
    }

    @Override
    public DescriptorPort port(IoEventLoop loop, int descriptor, DescriptorPort.Reports reports) {
        return new EpollPort(loop, descriptor, reports);
    }

    @Override
    public boolean fits(IoEventLoop loop) {
        return loop.isCompatible(EpollIoHandle.class);
    }
}
