package io.anyloop.loop.kqueue;

import io.anyloop.loop.netty.NativeTransports;
import io.anyloop.loop.netty.NettyLoop;
import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import io.netty.channel.kqueue.KQueue;
import java.io.IOException;
import java.util.Set;

/// Opens loops on macOS's kqueue. Any thread. The loop is a [NettyLoop], so channels of Netty's can share it.
public final class KQueueLoopProvider implements LoopProvider {
    static final Set<Capability> CAPABILITIES = Set.of(Capability.DESCRIPTORS, Capability.KEEP);

    /// For [java.util.ServiceLoader].
    public KQueueLoopProvider() {}

    @Override
    public String name() {
        return KQueueTransport.NAME;
    }

    @Override
    public Kind kind() {
        return Kind.DRIVEN;
    }

    @Override
    public String systems() {
        return "macOS";
    }

    @Override
    public int priority() {
        return 200;
    }

    /// Not on a BSD: Netty publishes no library for one.
    @Override
    public Availability availability() {
        return NativeTransports.availability(
                "Mac OS X",
                "netty-transport-native-kqueue",
                "use another loop, for example epoll on Linux, select everywhere",
                KQueue::unavailabilityCause);
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    /// @throws IOException if the system refuses, for example because too many files are open
    @Override
    public Loop open() throws IOException {
        if (availability() instanceof Availability.Unavailable no) {
            throw new IllegalStateException(
                    "The loop kqueue is not available: %s. Remedy: %s."
                            .formatted(no.reason(), no.remedy()));
        }
        try {
            return new NettyLoop(KQueueTransport.ofSystem(), CAPABILITIES);
        } catch (RuntimeException e) {
            throw new IOException("The system refuses a kqueue: " + e.getMessage(), e);
        }
    }
}
