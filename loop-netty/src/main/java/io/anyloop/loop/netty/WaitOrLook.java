package io.anyloop.loop.netty;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;
import java.io.IOException;

/// How the handlers of epoll and kqueue are told to go about their business: they wait where they may, else they look. A
/// look that the system refuses means that their instance is gone; thrown as itself they would swallow it.
public final class WaitOrLook implements SelectStrategy {

    /// For the factories of handlers.
    public WaitOrLook() {}

    @Override
    public int calculateStrategy(IntSupplier look, boolean hasTasks) throws Exception {
        if (!hasTasks) {
            return SELECT;
        }
        try {
            return look.get();
        } catch (IOException e) {
            throw new BrokenTransport(e.getMessage(), e);
        }
    }
}
