package io.anyloop.loop.iouring;

import io.anyloop.loop.netty.DescriptorPort;
import io.anyloop.loop.netty.Transport;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// io_uring in the words of loop-netty. Found by guests of event loops that are on io_uring.
public final class IoUringTransport implements Transport {
    static final String NAME = "iouring";

    /// Requests that can be handed in with one system call; more take another one.
    static final int REQUESTS = 256;

    private static final String ANYTHING = "/dev/null";

    /// Completions that the ring has room for, 16 bytes each. More are kept by the kernel, but Netty logs a warning then,
    /// on the hub's thread.
    static final int COMPLETIONS = 16_384;

    /// Completions wait until the ring's thread looks, instead of interrupting it.
    private static final String DEFERS = "SETUP_DEFER_TASKRUN_SUPPORTED=true";

    /// For [java.util.ServiceLoader].
    public IoUringTransport() {}

    @Override
    public String name() {
        return NAME;
    }

    /// A ring for each thread where the kernel knows what that is good for, Linux 6.1; else one for all.
    @Override
    public IoHandlerFactory handlerFactory() {
        IoHandlerFactory shared = IoUringEnding.of(rings(false));
        return IoUring.featureString().contains(DEFERS)
                ? loop -> new Rings(rings(true), shared, loop)
                : shared;
    }

    static IoHandlerFactory rings(boolean ofOneThread) {
        IoHandlerFactory whole = HalfRings.givenBack(nettys(ofOneThread));
        return loop -> {
            requireRoom();
            return whole.newHandler(loop);
        };
    }

    static IoHandlerFactory nettys(boolean ofOneThread) {
        return IoUringIoHandler.newFactory(
                new IoUringIoHandlerConfig()
                        .setRingSize(REQUESTS)
                        .setCqSize(COMPLETIONS)
                        .setSingleIssuer(ofOneThread));
    }

    /// A ring takes two descriptors. Where the system refuses the second one Netty keeps the first (4.2.18), so this looks before it
    /// opens: at the beginning, and whenever a hub moves to another thread. What goes wrong in between is put right by
    /// [HalfRings], but not all of it.
    private static void requireRoom() {
        try (var first = new FileInputStream(ANYTHING);
                var second = new FileInputStream(ANYTHING)) {
            first.getFD();
            second.getFD();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    @Override
    public boolean standsFor(Class<? extends IoHandler> handlerType) {
        return handlerType.equals(IoUringIoHandler.class);
    }

    @Override
    public DescriptorPort port(IoEventLoop loop, int descriptor, DescriptorPort.Reports reports) {
        return new IoUringPort(loop, descriptor, reports);
    }

    @Override
    public boolean fits(IoEventLoop loop) {
        return loop.isCompatible(IoUringIoHandle.class);
    }
}
