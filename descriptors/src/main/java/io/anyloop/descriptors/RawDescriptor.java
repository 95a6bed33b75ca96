package io.anyloop.descriptors;

import io.anyloop.spi.Readiness;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.SelectorProvider;
import sun.nio.ch.IOUtil;
import sun.nio.ch.Net;
import sun.nio.ch.SelChImpl;
import sun.nio.ch.SelectionKeyImpl;

/// A descriptor that somebody else owns, dressed as a channel so that a Selector takes it. It never
/// closes the descriptor.
///
/// The only class that names `sun.nio.ch`. Others reach it through its static methods, with public
/// types only, so that they load and run where that package is not exported.
final class RawDescriptor extends AbstractSelectableChannel implements SelChImpl {
    private static final int ABNORMAL = Net.POLLERR | Net.POLLHUP | Net.POLLNVAL;

    private final int number;
    private final FileDescriptor descriptor;
    private boolean unusual;

    private RawDescriptor(int number) throws IOException {
        super(SelectorProvider.provider());
        this.number = number;
        this.descriptor = IOUtil.newFD(number);
        configureBlocking(false);
    }

    static SelectableChannel of(int number) throws IOException {
        return new RawDescriptor(number);
    }

    /// What a selected key is ready for, in the bits of [Readiness]; 0 for nothing that is still
    /// wanted.
    static int readiness(SelectionKey key) {
        int ops = key.readyOps() & key.interestOps();
        int what = 0;
        if ((ops & SelectionKey.OP_READ) != 0) {
            what |= Readiness.READ;
        }
        if ((ops & SelectionKey.OP_WRITE) != 0) {
            what |= Readiness.WRITE;
        }
        boolean unusual = ((RawDescriptor) key.channel()).unusual;
        return what != 0 && unusual ? what | Readiness.UNUSUAL : what;
    }

    @Override
    public FileDescriptor getFD() {
        return descriptor;
    }

    @Override
    public int getFDVal() {
        return number;
    }

    @Override
    public int validOps() {
        return SelectionKey.OP_READ | SelectionKey.OP_WRITE;
    }

    @Override
    public int translateInterestOps(int ops) {
        int events = (ops & SelectionKey.OP_READ) != 0 ? Net.POLLIN : 0;
        return (ops & SelectionKey.OP_WRITE) != 0 ? events | Net.POLLOUT : events;
    }

    @Override
    public boolean translateAndSetReadyOps(int events, SelectionKeyImpl key) {
        unusual = false;
        return translate(events, 0, key);
    }

    @Override
    public boolean translateAndUpdateReadyOps(int events, SelectionKeyImpl key) {
        return translate(events, key.nioReadyOps(), key);
    }

    private boolean translate(int events, int ready, SelectionKeyImpl key) {
        int before = key.nioReadyOps();
        int now = ready;
        if ((events & ABNORMAL) != 0) {
            unusual = true;
            now |= key.nioInterestOps(); // whoever waits here must learn of it
        }
        if ((events & Net.POLLIN) != 0) {
            now |= SelectionKey.OP_READ & key.nioInterestOps();
        }
        if ((events & Net.POLLOUT) != 0) {
            now |= SelectionKey.OP_WRITE & key.nioInterestOps();
        }
        key.nioReadyOps(now);
        return (now & ~before) != 0;
    }

    @Override
    public void kill() {}

    @Override
    protected void implCloseSelectableChannel() {}

    @Override
    protected void implConfigureBlocking(boolean block) {}
}
