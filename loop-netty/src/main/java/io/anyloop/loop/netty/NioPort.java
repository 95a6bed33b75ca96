package io.anyloop.loop.netty;

import io.anyloop.descriptors.RawDescriptors;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;

/// A descriptor number in a Selector of Netty's, dressed as a channel. Each wait is a registration of its own, since a
/// Selector does not notice that the file behind a number is another one.
final class NioPort implements DescriptorPort, NioIoHandle {
    /// For each combination of [io.anyloop.spi.Readiness#READ] and [io.anyloop.spi.Readiness#WRITE].
    private static final NioIoOps[] OPERATIONS = {
        NioIoOps.NONE, NioIoOps.READ, NioIoOps.WRITE, NioIoOps.READ_AND_WRITE
    };

    private final NioTransport transport;
    private final IoEventLoop loop;
    private final int descriptor;
    private final Reports reports;
    private SelectableChannel channel;
    private IoRegistration registration;

    /// What was found and is not told yet.
    private int found;

    NioPort(NioTransport transport, IoEventLoop loop, int descriptor, Reports reports) {
        RawDescriptors.require();
        this.transport = transport;
        this.loop = loop;
        this.descriptor = descriptor;
        this.reports = reports;
    }

    @Override
    public void arm(int what, Arming how) throws IOException {
        if (how == Arming.KEEP) {
            throw new IllegalArgumentException("A Selector has no edges: arm for one report.");
        }
        found = 0;
        if (registration == null || registration.submit(OPERATIONS[what]) < 0) {
            register(OPERATIONS[what]);
        }
    }

    private void register(NioIoOps operations) throws IOException {
        transport.registers();
        transport.flush(loop);
        channel = RawDescriptors.channel(descriptor);
        Future<IoRegistration> registered = loop.register(this);
        if (!registered.isSuccess()) {
            throw new IOException(
                    "Descriptor %d was not registered: %s"
                            .formatted(descriptor, registered.cause()),
                    registered.cause());
        }
        registration = registered.getNow();
        registration.submit(operations);
    }

    @Override
    public void disarm(boolean keep) {
        found = 0;
        if (registration != null) {
            cancel();
            transport.flush(loop);
        }
    }

    private void cancel() {
        SelectionKey key = registration.attachment();
        transport.cancelled(key.selector());
        registration.cancel();
        registration = null;
    }

    @Override
    public void handle(IoRegistration from, IoEvent event) {
        SelectionKey key = from.attachment();
        int what = RawDescriptors.readiness(key);
        if (what != 0 && registration != null) {
            cancel();
            found = what;
            transport.found(this, loop);
        }
    }

    void tell() {
        int what = found;
        found = 0;
        if (what != 0) {
            reports.report(what);
        }
    }

    @Override
    public SelectableChannel selectableChannel() {
        return channel;
    }

    /// Not ours to close.
    @Override
    public void close() {
        // The descriptor belongs to whoever asked to watch it.
    }
}
