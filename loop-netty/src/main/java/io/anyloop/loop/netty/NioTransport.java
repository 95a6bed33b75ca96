package io.anyloop.loop.netty;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/// Netty's transport on `java.nio`. Confined to the event loop's thread.
///
/// What is ready is told in a task of its own, after the Selector has forgotten the key: it knows keys by number, so
/// whoever is told could close the descriptor, and a channel that gets the number next would never be heard.
final class NioTransport implements Transport {
    private static final Runnable LOOK = () -> {};

    private final Queue<NioPort> found = new ArrayDeque<>();

    /// Where a key was cancelled that is not forgotten yet; else null.
    private Selector cancelled;

    /// Whether a port has registered: then one may be cancelled at any time.
    private boolean hasRegistered;

    static boolean isOf(IoEventLoop loop) {
        return loop.isCompatible(NioIoHandle.class);
    }

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public IoHandlerFactory handlerFactory() {
        return NioIoHandler.newFactory();
    }

    @Override
    public DescriptorPort port(IoEventLoop loop, int descriptor, DescriptorPort.Reports reports) {
        return new NioPort(this, loop, descriptor, reports);
    }

    @Override
    public boolean fits(IoEventLoop loop) {
        return isOf(loop);
    }

    @Override
    public boolean mayArmDuringDispatch() {
        return !hasRegistered;
    }

    void registers() {
        hasRegistered = true;
    }

    void cancelled(Selector selector) {
        cancelled = selector;
    }

    /// Takes what a port has found, during the dispatch of Netty's.
    void found(NioPort port, IoEventLoop loop) {
        if (found.isEmpty()) {
            loop.execute(() -> tell(loop));
        }
        found.add(port);
    }

    private void tell(IoEventLoop loop) {
        flush(loop);
        for (NioPort port = found.poll(); port != null; port = found.poll()) {
            port.tell();
        }
    }

    /// Has the Selector forget what was cancelled. What this finds on the way stays selected, and Netty has to look there
    /// before it sleeps: its own selection would return at once with nothing new, again and again. A timer that is due has it
    /// look, and does not count as a task, which a guest of the event loop would take for one of its host's.
    ///
    /// Not during Netty's dispatch, which goes through what is selected.
    void flush(IoEventLoop loop) {
        Selector selector = cancelled;
        if (selector == null) {
            return;
        }
        cancelled = null;
        try {
            selector.selectNow();
        } catch (IOException e) {
            throw new BrokenTransport(e.getMessage(), e);
        }
        if (!selector.selectedKeys().isEmpty()) {
            loop.schedule(LOOK, 0, TimeUnit.NANOSECONDS);
        }
    }
}
