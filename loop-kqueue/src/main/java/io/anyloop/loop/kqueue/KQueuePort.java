package io.anyloop.loop.kqueue;

import io.anyloop.loop.netty.Arming;
import io.anyloop.loop.netty.DescriptorPort;
import io.anyloop.spi.Readiness;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.kqueue.KQueueIoEvent;
import io.netty.channel.kqueue.KQueueIoHandle;
import io.netty.channel.kqueue.KQueueIoOps;
import io.netty.util.concurrent.Future;
import java.io.IOException;

/// A descriptor number in a kqueue. Each direction is a filter of its own; changes go with the system call that waits.
///
/// When the file is closed the kernel forgets its filters. Adding one anew is always right; deleting one that is gone is an
/// error that Netty's handler passes over.
final class KQueuePort implements DescriptorPort, KQueueIoHandle {
    static final short FILTER_READ = -1;
    static final short FILTER_WRITE = -2;
    static final short ADD = 0x1;
    static final short DELETE = 0x2;
    static final short ONESHOT = 0x10;
    static final short CLEAR = 0x20;
    static final short OUT_OF_BAND = 0x2000;
    static final short EOF = (short) 0x8000;

    private static final int BOTH = Readiness.READ | Readiness.WRITE;

    private final IoEventLoop loop;
    private final int descriptor;
    private final Reports reports;
    private final Runnable telling = this::tell;
    private IoRegistration registration;
    private int asked;
    private boolean keep;

    /// The directions whose filter the kernel has, as far as anybody told us.
    private int added;

    /// What was found in this round, where one report is to name both directions.
    private int found;

    KQueuePort(IoEventLoop loop, int descriptor, Reports reports) {
        this.loop = loop;
        this.descriptor = descriptor;
        this.reports = reports;
    }

    /// Looks whether the descriptor is open, since the handler says nothing when the kernel refuses it, and whoever waits
    /// would wait for ever.
    @Override
    public void arm(int what, Arming how) throws IOException {
        boolean keeps = how == Arming.KEEP;
        OpenDescriptors.check(descriptor);
        if (registration == null) {
            register();
        }
        found = 0;
        // To add a filter again does not change how long it lasts.
        delete(keep == keeps ? added & ~what : added);
        asked = what;
        keep = keeps;
        add(what);
    }

    private void register() {
        Future<IoRegistration> registered = loop.register(this);
        if (!registered.isSuccess()) {
            throw new IllegalStateException(
                    "Descriptor %d was not registered at once.".formatted(descriptor),
                    registered.cause());
        }
        registration = registered.getNow();
    }

    private void add(int what) {
        change(what, (short) (ADD | (keep ? CLEAR : ONESHOT)));
        added |= what;
    }

    private void delete(int what) {
        change(what, DELETE);
        added &= ~what;
    }

    private void change(int what, short flags) {
        if ((what & Readiness.READ) != 0) {
            registration.submit(KQueueIoOps.newOps(FILTER_READ, flags, 0));
        }
        if ((what & Readiness.WRITE) != 0) {
            registration.submit(KQueueIoOps.newOps(FILTER_WRITE, flags, 0));
        }
    }

    @Override
    public void disarm(boolean kept) {
        found = 0;
        delete(added);
    }

    @Override
    public void handle(IoRegistration from, IoEvent event) {
        KQueueIoEvent news = (KQueueIoEvent) event;
        int direction = news.filter() == FILTER_READ ? Readiness.READ : Readiness.WRITE;
        int unusual = (news.flags() & (EOF | OUT_OF_BAND)) != 0 ? Readiness.UNUSUAL : 0;
        if (keep) {
            reports.report(direction | unusual);
            return;
        }
        added &= ~direction;
        if (asked != BOTH) {
            reports.report(direction | unusual);
            return;
        }
        // The other direction may come next: the report waits until the round is over.
        if (found == 0) {
            loop.execute(telling);
        }
        found |= direction | unusual;
    }

    private void tell() {
        int all = found;
        found = 0;
        if (all != 0) {
            delete(added); // one report spends both
            reports.report(all);
        }
    }

    @Override
    public int ident() {
        return descriptor;
    }

    /// Not ours to close.
    @Override
    public void close() {
        // The descriptor belongs to whoever asked to watch it.
    }
}
