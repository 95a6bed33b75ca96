package io.anyloop.loop.epoll;

import io.anyloop.loop.netty.DescriptorPort;
import io.anyloop.loop.netty.PollBits;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A descriptor number in an epoll instance. The registration stays in the kernel between two waits, so a wait costs one
/// `epoll_ctl(2)`; after one report the kernel keeps it disarmed (EPOLLONESHOT).
///
/// When the file is closed the kernel forgets it, and what has the number then is not registered: the change is refused
/// with ENOENT, and the file is added anew.
final class EpollPort implements DescriptorPort, EpollIoHandle {
    private static final int ONESHOT = 1 << 30;
    private static final int ET = 1 << 31;

    private static final int ENOENT = 2;

    /// What is registered for each combination of [Readiness#READ] and [Readiness#WRITE].
    private static final EpollIoOps[] ONCE = operations(ONESHOT);

    private static final EpollIoOps[] KEEP = operations(ET);

    private final IoEventLoop loop;
    private final FileDescriptor descriptor;
    private final Reports reports;
    private IoRegistration registration;

    EpollPort(IoEventLoop loop, int descriptor, Reports reports) {
        this.loop = loop;
        this.reports = reports;
        this.descriptor = new FileDescriptor(descriptor);
    }

    private static EpollIoOps[] operations(int mode) {
        EpollIoOps[] all = new EpollIoOps[4];
        for (int what = 1; what < all.length; what++) {
            all[what] = EpollIoOps.valueOf(PollBits.asked(what) | mode);
        }
        return all;
    }

    @Override
    public void arm(int what, boolean keep) throws IOException {
        EpollIoOps operations = keep ? KEEP[what] : ONCE[what];
        try {
            if (registration != null && submit(operations)) {
                return;
            }
            add(operations);
        } catch (UncheckedIOException e) {
            remove();
            throw e.getCause();
        }
    }

    /// Changes what is registered.
    ///
    /// @return false if the file that was registered is gone
    private boolean submit(EpollIoOps operations) {
        try {
            registration.submit(operations);
            return registration.isValid();
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof NativeIoException refused
                    && refused.expectedErr() == -ENOENT) {
                return false;
            }
            throw e;
        }
    }

    private void add(EpollIoOps operations) {
        remove();
        Future<IoRegistration> registered = loop.register(this);
        if (!registered.isSuccess()) {
            throw new IllegalStateException(
                    "Descriptor %d was not registered at once.".formatted(descriptor.intValue()),
                    registered.cause());
        }
        registration = registered.getNow();
        registration.submit(operations);
    }

    private void remove() {
        if (registration != null) {
            registration.cancel();
            registration = null;
        }
    }

    @Override
    public void disarm(boolean keep) {
        if (keep) {
            remove();
        }
    }

    @Override
    public void handle(IoRegistration from, IoEvent event) {
        reports.report(PollBits.found(((EpollIoEvent) event).ops().value()));
    }

    @Override
    public FileDescriptor fd() {
        return descriptor;
    }

    /// Not ours to close.
    @Override
    public void close() {
        // The descriptor belongs to whoever asked to watch it.
    }
}
