package io.anyloop.loop.iouring;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandler;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.uring.IoUringIoHandle;

/// A port's registration, which goes along from ring to ring.
final class PortRegistration implements IoRegistration {
    /// Stands for a request that is handed in once there is a ring.
    private static final long LATER = -1;

    private final Rings rings;
    private final IoUringPort port;
    private boolean cancelled;

    /// What the port is on its present ring; null where there is none.
    private volatile Link link;

    private IoRegistration inner;

    PortRegistration(Rings rings, IoUringPort port) {
        this.rings = rings;
        this.port = port;
    }

    /// Goes to a ring; whatever the port waits for is asked for anew there.
    ///
    /// @param ring null for one that ends with the loop only
    void moveTo(Ring ring, IoHandler handler) throws Exception {
        link = new Link(ring);
        inner = handler.register(link);
        port.moved();
    }

    @Override
    public long submit(IoOps ops) {
        return rings.isHere() ? inner.submit(ops) : LATER;
    }

    @Override
    public boolean isValid() {
        return !cancelled;
    }

    @Override
    public boolean cancel() {
        boolean first = !cancelled;
        cancelled = true;
        rings.forget(this);
        return first && inner != null && inner.cancel();
    }

    @Override
    public <T> T attachment() {
        return inner.attachment();
    }

    /// On one ring. What an older ring tells is dropped, on whatever thread it does.
    private final class Link implements IoUringIoHandle {
        private final Ring ring;

        Link(Ring ring) {
            this.ring = ring;
        }

        @Override
        public void handle(IoRegistration from, IoEvent event) {
            if ((ring == null || !ring.isOver()) && link == this) {
                port.handle(PortRegistration.this, event);
            }
        }

        @Override
        public void close() {
            port.close();
        }
    }
}
