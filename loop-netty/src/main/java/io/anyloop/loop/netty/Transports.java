package io.anyloop.loop.netty;

import io.netty.channel.IoEventLoop;
import java.util.Optional;
import java.util.ServiceLoader;

/// The transports of event loops that somebody else made. Any thread.
public final class Transports {
    private Transports() {}

    /// A transport object for a guest of an event loop: one that was registered as a service, or Netty's on `java.nio`,
    /// which is here.
    ///
    /// @param loop the event loop
    /// @return the transport; empty where the module of the loop's transport is not there
    public static Optional<Transport> of(IoEventLoop loop) {
        if (NioTransport.isOf(loop)) {
            return Optional.of(new NioTransport());
        }
        return ServiceLoader.load(Transport.class, Transports.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(transport -> transport.fits(loop))
                .findFirst();
    }
}
