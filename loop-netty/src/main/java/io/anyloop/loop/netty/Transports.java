package io.anyloop.loop.netty;

import io.netty.channel.IoEventLoop;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/// The transports of event loops that somebody else made. Any thread.
public final class Transports {
    /// Found once: who looks opens jars, and a host's thread should not do that for each hub. What fails is not remembered.
    private static volatile List<ServiceLoader.Provider<Transport>> services;

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
        return services().stream()
                .map(ServiceLoader.Provider::get)
                .filter(transport -> transport.fits(loop))
                .findFirst();
    }

    private static List<ServiceLoader.Provider<Transport>> services() {
        if (services == null) {
            services =
                    ServiceLoader.load(Transport.class, Transports.class.getClassLoader()).stream()
                            .toList();
        }
        return services;
    }
}
