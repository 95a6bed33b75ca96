package io.anyloop.loop.iouring;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoOps;
import io.netty.util.concurrent.ThreadAwareExecutor;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;

/// A ring of one thread's: nobody else may hand in anything, not even its end. So it begins and ends on that thread.
final class Ring implements ThreadAwareExecutor {
    private static final InternalLogger LOG = InternalLoggerFactory.getInstance(Ring.class);
    private static final byte ASYNC_CANCEL = 14;

    /// The flag of that request for "whatever there is" (Linux 5.19).
    private static final int ANY = 1 << 2;

    final IoHandler handler;
    private final ThreadAwareExecutor loop;
    private IoRegistration broom;

    /// Whose it is; null before it begins, and once it has ended.
    private volatile Thread home;

    /// Who ends it, though the loop may belong to another thread by then.
    private volatile Thread ender;

    /// @throws RuntimeException if the system refuses
    Ring(IoHandlerFactory factory, ThreadAwareExecutor loop) {
        this.loop = loop;
        this.handler = factory.newHandler(this);
    }

    boolean isOf(Thread thread) {
        return home == thread;
    }

    Thread home() {
        return home;
    }

    boolean isNew() {
        return home == null && ender == null;
    }

    /// Whether it has ended, or is about to: nothing that it still tells counts.
    boolean isOver() {
        return ender != null;
    }

    /// From now on it is the calling thread's.
    void begin() throws Exception {
        handler.initialize();
        broom = handler.register(new Broom());
        home = Thread.currentThread();
        HalfRings.use(handler);
    }

    /// Takes back whatever was handed in and gives the ring back. By its thread only.
    void end() {
        if (home == null) {
            return;
        }
        ender = Thread.currentThread();
        home = null;
        try {
            broom.submit(everything());
            handler.destroy();
        } catch (RuntimeException e) {
            LOG.debug("A ring was lost before its end.", e);
        }
        HalfRings.giveBack();
    }

    private static IoUringIoOps everything() {
        byte noFlags = 0;
        short none = 0;
        return new IoUringIoOps(
                ASYNC_CANCEL, noFlags, none, -1, 0, 0, 0, ANY, 0L, none, none, 0, 0);
    }

    @Override
    public boolean isExecutorThread(Thread thread) {
        return thread == ender || loop.isExecutorThread(thread);
    }

    @Override
    public void execute(Runnable command) {
        loop.execute(command);
    }

    /// In whose name everything is cancelled.
    private static final class Broom implements IoUringIoHandle {
        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            // How much was cancelled; the requests themselves say so, too.
        }

        @Override
        public void close() {
            // It has nothing.
        }
    }
}
