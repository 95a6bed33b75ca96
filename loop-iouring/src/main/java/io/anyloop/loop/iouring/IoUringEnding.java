package io.anyloop.loop.iouring;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Netty's handler, but for how its end is prepared.
///
/// Netty's own way hands in a request that drains the ring. From then on the kernel passes whatever follows to worker threads
/// (`io_queue_iowq`), also the read of the wake-up descriptor, which waits there. Netty cancels it, does not wait for the worker,
/// and frees the eight bytes that it reads into: a worker that is late writes into memory which is somebody else's by then. So
/// what is left is closed here without draining, and that read stays one that can be cancelled at once.
final class IoUringEnding implements IoHandler {
    private static final InternalLogger LOG =
            InternalLoggerFactory.getInstance(IoUringEnding.class);

    /// So many registrations are kept before those that have ended are looked for.
    private static final int FEW = 64;

    private final IoHandler netty;
    private final Map<IoRegistration, IoHandle> registered = new HashMap<>();
    private int many = FEW;
    private boolean isUsed;
    private boolean ending;

    IoUringEnding(IoHandler netty) {
        this.netty = netty;
    }

    static IoHandlerFactory of(IoHandlerFactory netty) {
        return executor -> new IoUringEnding(netty.newHandler(executor));
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        if (ending) {
            throw new IllegalStateException(
                    "%s cannot be registered: the hub's loop ends. Open a new hub."
                            .formatted(handle));
        }
        IoRegistration registration = netty.register(handle);
        registered.put(registration, handle);
        if (registered.size() >= many) {
            registered.keySet().removeIf(each -> !each.isValid());
            many = Math.max(FEW, 2 * registered.size());
        }
        return registration;
    }

    /// How many registrations are remembered.
    int remembered() {
        return registered.size();
    }

    @Override
    public void prepareToDestroy() {
        ending = true;
        List<IoHandle> left = new ArrayList<>();
        registered.forEach((registration, handle) -> {
            if (registration.isValid()) {
                left.add(handle);
            }
        });
        registered.clear();
        for (IoHandle handle : left) {
            try {
                handle.close();
            } catch (Exception e) {
                LOG.debug("Closing {} at the end of its loop failed.", handle, e);
            }
        }
        // Hands in what closing has asked for, and hears what came of it.
        netty.run(Look.ONCE);
    }

    @Override
    public void initialize() {
        netty.initialize();
        if (!isUsed) {
            isUsed = true;
            HalfRings.use(netty);
        }
    }

    @Override
    public int run(IoHandlerContext context) {
        return netty.run(context);
    }

    @Override
    public void destroy() {
        netty.destroy();
        HalfRings.giveBack();
    }

    @Override
    public void wakeup() {
        netty.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return netty.isCompatible(handleType);
    }
}
