package io.anyloop.loop.epoll;

import io.anyloop.loop.netty.Arming;
import io.anyloop.loop.netty.DescriptorPort;
import io.anyloop.loop.netty.PollBits;
import io.anyloop.spi.Readiness;
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
/// Who waits to read the same file again and again costs none: the kernel goes on reporting (level-triggered), which it does only
/// while there is something to read. A reader reads it before the next look, as a rule. One that does not has its registration silenced, and
/// goes the other way for a while.
///
/// When the file is closed the kernel forgets it, and what has the number then is not registered: the change is refused
/// with ENOENT, and the file is added anew.
final class EpollPort implements DescriptorPort, EpollIoHandle {
    private static final int ONESHOT = 1 << 30;
    private static final int ET = 1 << 31;

    private static final int ENOENT = 2;

    /// So many looks may pass until a reader that was told has read: others run before it.
    private static final int PATIENCE = 2;

    /// So many waits cost a call each after a report that nobody waited for.
    private static final int WARY = 64;

    /// What is registered for each combination of [Readiness#READ] and [Readiness#WRITE].
    private static final EpollIoOps[] ONCE = operations(ONESHOT);

    private static final EpollIoOps[] KEEP = operations(ET);

    private static final EpollIoOps READS = EpollIoOps.valueOf(PollBits.asked(Readiness.READ));

    /// The kernel reports errors and hang-ups though nobody asks; of those one at most.
    private static final EpollIoOps SILENT = EpollIoOps.valueOf(ONESHOT);

    private final IoEventLoop loop;
    private final FileDescriptor descriptor;
    private final Reports reports;
    private IoRegistration registration;

    /// Whether the kernel goes on reporting what there is to read.
    private boolean reads;

    /// Reports since it was armed that nobody heard of.
    private int unheard;

    /// How many waits to come cost a call each.
    private int wary;

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
    public void arm(int what, Arming how) throws IOException {
        boolean goesOn = how == Arming.AGAIN && what == Readiness.READ && !spendCare();
        unheard = 0;
        if (goesOn && reads) {
            return;
        }
        reads = false;
        EpollIoOps operations = goesOn ? READS : how == Arming.KEEP ? KEEP[what] : ONCE[what];
        try {
            change(operations);
            reads = goesOn;
        } catch (UncheckedIOException e) {
            remove();
            throw e.getCause();
        }
    }

    /// Counts the waits that take care.
    private boolean spendCare() {
        return wary > 0 && wary-- > 0;
    }

    @Override
    public void unheard() {
        if (!reads || ++unheard <= PATIENCE) {
            return;
        }
        reads = false;
        wary = WARY;
        try {
            if (registration != null && !submit(SILENT)) {
                remove();
            }
        } catch (UncheckedIOException e) {
            remove(); // It was closed, and so reports nothing more.
        }
    }

    private void change(EpollIoOps operations) {
        if (registration == null || !submit(operations)) {
            add(operations);
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
        reads = false;
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
