package io.anyloop.loop.iouring;

import io.anyloop.loop.netty.ThreadBound;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.ThreadAwareExecutor;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// The ring of a loop that may move from thread to thread. The kernel is quickest with a ring that one thread uses, so each
/// thread gets its own: a loop that moves begins a new one there, and asks anew for what its ports wait for.
///
/// Channels of Netty's cannot do that: what they have asked for must not be asked twice. As soon as one registers, the loop goes on
/// with a ring that threads may share, to its end.
final class Rings implements ThreadBound {
    private static final InternalLogger LOG = InternalLoggerFactory.getInstance(Rings.class);

    /// So long does a thread wait that the system refuses a ring, before it asks again.
    private static final long REFUSED_NANOS = 10_000_000;

    private final IoHandlerFactory owned;
    private final IoHandlerFactory common;
    private final ThreadAwareExecutor loop;
    private final Set<PortRegistration> ports = new LinkedHashSet<>();

    /// Rings whose threads were stuck as the loop was taken from them.
    private final Map<Thread, Ring> left = new ConcurrentHashMap<>();

    /// The present thread's. Once there is a common ring it is of no use.
    private volatile Ring ring;

    private volatile IoHandler shared;
    private boolean refused;
    private boolean ending;

    /// @param owned makes the part for a ring of one thread's
    /// @param common makes the part for one that threads may share
    /// @throws RuntimeException if the system refuses
    Rings(IoHandlerFactory owned, IoHandlerFactory common, ThreadAwareExecutor loop) {
        this.owned = owned;
        this.common = common;
        this.loop = loop;
        this.ring = new Ring(owned, loop);
    }

    // ---------------------------------------------------------------- which ring

    /// Sees to it that the calling thread, which holds the loop, has a ring with all that is waited for.
    ///
    /// @return false if the system refuses one for now
    boolean isHere() {
        return shared != null || ring.isOf(Thread.currentThread()) || take();
    }

    private boolean take() {
        Ring old = ring;
        try {
            if (old.isNew()) {
                old.begin();
                return true;
            }
            endLeft(Thread.currentThread());
            Ring mine = new Ring(owned, loop);
            mine.begin();
            remember(old); // before it is out of sight: see leave
            ring = mine;
            refused = false;
            for (PortRegistration port : ports) {
                port.moveTo(mine, mine.handler);
            }
            return true;
        } catch (Exception e) {
            if (!refused) {
                LOG.warn(
                        "The system refuses an io_uring for {}, to which the hub has moved. The hub goes on without descriptors, and tries again.",
                        Thread.currentThread(),
                        e);
            }
            refused = true;
            return false;
        }
    }

    /// From now on all threads share one ring. One that has not begun can only end as one that has.
    private void share() throws Exception {
        if (ring.isNew()) {
            ring.begin();
        }
        IoHandler all = common.newHandler(loop);
        all.initialize();
        if (!ring.isOf(Thread.currentThread())) {
            remember(ring);
        }
        shared = all;
        for (PortRegistration port : ports) {
            port.moveTo(null, all);
        }
        leave(Thread.currentThread());
    }

    /// For when the thread that had it is not stuck any more.
    private void remember(Ring old) {
        Thread home = old.home();
        if (home != null) {
            left.put(home, old);
        }
    }

    /// Ends what the calling thread had left when it was stuck.
    private void endLeft(Thread caller) {
        Ring mine = left.remove(caller);
        if (mine != null) {
            mine.end();
        }
    }

    /// First looks at the present ring, then at those that were left: whoever takes the loop does it the other way round, so the
    /// calling thread's is found in any case.
    @Override
    public void leave(Thread caller) {
        Ring last = ring;
        if (last.isOf(caller)) {
            last.end();
        }
        endLeft(caller);
    }

    // ---------------------------------------------------------------- as Netty's handlers

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        if (ending) {
            throw new IllegalStateException(
                    "%s cannot be registered: the hub's loop ends. Open a new hub."
                            .formatted(handle));
        }
        if (handle instanceof IoUringPort port) {
            return register(port);
        }
        if (shared == null) {
            share();
        }
        return shared.register(handle);
    }

    private IoRegistration register(IoUringPort port) throws Exception {
        var registration = new PortRegistration(this, port);
        if (isHere()) {
            boolean own = shared == null;
            registration.moveTo(own ? ring : null, own ? ring.handler : shared);
        }
        ports.add(registration);
        return registration;
    }

    void forget(PortRegistration port) {
        ports.remove(port);
    }

    /// What keeps threads apart begins when the thread has something to do ([#isHere]).
    @Override
    public void initialize() {
        if (shared != null) {
            shared.initialize();
        }
    }

    @Override
    public int run(IoHandlerContext context) {
        if (shared == null && ring.isNew() && !context.canBlock() && ports.isEmpty()) {
            return 0; // Nothing can be there. Whoever looks may have opened the loop for another
            // thread.
        }
        if (!isHere()) {
            if (context.canBlock()) {
                LockSupport.parkNanos(REFUSED_NANOS);
            }
            return 0;
        }
        return (shared == null ? ring.handler : shared).run(context);
    }

    /// Any thread. An old ring that is told too late has a gate of its own, and whoever sleeps does so in the new one.
    @Override
    public void wakeup() {
        IoHandler all = shared;
        (all == null ? ring.handler : all).wakeup();
    }

    @Override
    public void prepareToDestroy() {
        ending = true;
        if (shared != null) {
            shared.prepareToDestroy();
        }
    }

    @Override
    public void destroy() {
        if (shared != null) {
            shared.destroy();
        } else if (isHere()) {
            ring.end();
        }
        endLeft(Thread.currentThread());
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return ring.handler.isCompatible(handleType);
    }
}
