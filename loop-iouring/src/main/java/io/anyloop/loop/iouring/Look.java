package io.anyloop.loop.iouring;

import io.netty.channel.IoHandlerContext;

/// Hands in what there is, hears what came of it, and does not wait.
final class Look implements IoHandlerContext {
    static final IoHandlerContext ONCE = new Look();

    private Look() {}

    @Override
    public boolean canBlock() {
        return false;
    }

    @Override
    public long delayNanos(long now) {
        return 0;
    }

    @Override
    public long deadlineNanos() {
        return 0;
    }
}
