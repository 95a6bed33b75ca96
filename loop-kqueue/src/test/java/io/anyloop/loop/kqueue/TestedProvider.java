package io.anyloop.loop.kqueue;

import io.anyloop.loop.netty.NettyLoop;
import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import java.util.Set;

/// Where the tests get their loops from: the system's own kqueue where there is one, else a loop over a queue that follows
/// it.
final class TestedProvider implements LoopProvider {
    private final LoopProvider own = new KQueueLoopProvider();

    /// The one to test here.
    static LoopProvider here() {
        return isEmulated() ? new TestedProvider() : new KQueueLoopProvider();
    }

    static boolean isEmulated() {
        return !new KQueueLoopProvider().availability().isYes();
    }

    @Override
    public Loop open() {
        return new NettyLoop(new KQueueTransport(EmulatedKQueueIoHandler::new), capabilities());
    }

    @Override
    public Availability availability() {
        return Availability.yes();
    }

    @Override
    public String name() {
        return own.name();
    }

    @Override
    public Kind kind() {
        return own.kind();
    }

    @Override
    public String systems() {
        return own.systems();
    }

    @Override
    public int priority() {
        return own.priority();
    }

    @Override
    public Set<Capability> capabilities() {
        return own.capabilities();
    }
}
