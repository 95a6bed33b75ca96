package io.anyloop.loop.netty;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;

/// What a transport of Netty's has to say for itself, so that a loop can be built on it.
public interface Transport {

    /// The name of the loop, as its provider gives it.
    ///
    /// @return for example `epoll`
    String name();

    /// Makes the part that waits, for a loop of our own.
    ///
    /// @return the factory, which throws where the system refuses
    IoHandlerFactory handlerFactory();

    /// Makes the place of a descriptor on an event loop of this transport; nothing is registered yet.
    ///
    /// @param loop the event loop, our own or somebody else's
    /// @param descriptor the system's number
    /// @param reports takes what the port finds
    /// @return the port
    DescriptorPort port(IoEventLoop loop, int descriptor, DescriptorPort.Reports reports);
}
