package io.anyloop.loop.epoll;

import io.anyloop.loop.netty.NativeTransports;
import io.anyloop.loop.netty.NettyLoop;
import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.util.Set;

/// Opens loops on Linux's epoll. Any thread. The loop is a [NettyLoop], so channels of Netty's can share it.
public final class EpollLoopProvider implements LoopProvider {
    private static final Set<Capability> CAPABILITIES =
            Set.of(Capability.DESCRIPTORS, Capability.KEEP);

    /// For [java.util.ServiceLoader].
    public EpollLoopProvider() {}

    @Override
    public String name() {
        return EpollTransport.NAME;
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
        return 200;
    }

    @Override
    public Availability availability() {
        return NativeTransports.availability(
                "Linux",
                "netty-transport-native-epoll",
                "use another loop, for example select",
                Epoll::unavailabilityCause);
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
                    "The loop epoll is not available: %s. Remedy: %s."
                            .formatted(no.reason(), no.remedy()));
        }
        try {
            return new NettyLoop(new EpollTransport(), CAPABILITIES);
        } catch (RuntimeException e) {
            // Netty wraps what the system says.
            throw new IOException("The system refuses an epoll instance: " + e.getMessage(), e);
        }
    }
}
