package io.anyloop.loop.netty;

import io.netty.channel.IoHandler;

/// A handler that keeps something for each thread that has run it, and can give it back.
public interface ThreadBound extends IoHandler {

    /// A thread does not run this handler any more, at least for now: gives back what is kept for it. What others have registered
    /// stays, and goes on with the thread that runs the handler next. Never throws.
    ///
    /// @param caller the platform thread that this is called on, be it in a virtual thread that it carries
    void leave(Thread caller);
}
