package io.anyloop.loop.iouring;

import io.anyloop.loop.netty.NettyLoop;
import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import java.io.IOException;
import java.util.Set;

/// Opens loops on Linux's io_uring. Any thread. The loop is a [NettyLoop], so channels of Netty's can share it. Never chosen
/// unless it is named.
public final class IoUringLoopProvider implements LoopProvider {
    /// For [java.util.ServiceLoader].
    public IoUringLoopProvider() {}

    @Override
    public String name() {
        return IoUringTransport.NAME;
    }

    @Override
    public Kind kind() {
        return Kind.DRIVEN;
    }

    @Override
    public String systems() {
        return "Linux";
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Availability availability() {
        return Refusals.availability();
    }

    /// No KEEP, though a poll can stay: it would hold on to its file after a close, and the peer would not hear of that.
    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.DESCRIPTORS, Capability.FREE_ARMING);
    }

    /// @throws IOException if the system refuses, for example because too many files are open
    @Override
    public Loop open() throws IOException {
        if (availability() instanceof Availability.Unavailable no) {
            throw new IllegalStateException(
                    "The loop iouring is not available: %s. Remedy: %s."
                            .formatted(no.reason(), no.remedy()));
        }
        try {
            return new NettyLoop(new IoUringTransport(), capabilities());
        } catch (RuntimeException e) {
            throw new IOException("The system refuses an io_uring: " + e.getMessage(), e);
        }
    }
}
