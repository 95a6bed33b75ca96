package io.anyloop.loop.netty;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;

/// What a transport of Netty's has to say for itself, so that a loop can be built on it, or be a guest on it.
///
/// Each loop has a transport object of its own. One that [#fits] borrowed event loops is registered as a service.
public interface Transport {

    /// The name of the loop, as its provider gives it.
    ///
    /// @return for example `epoll`
    String name();

    /// Makes the part that waits, for a loop of our own.
    ///
    /// @return the factory, which throws where the system refuses
    IoHandlerFactory handlerFactory();

    /// Whether what [#handlerFactory] makes serves the channels of a handler of Netty's, though it is of another class. Any thread.
    ///
    /// @param handlerType the class of Netty's
    /// @return false unless it does
    default boolean standsFor(Class<? extends IoHandler> handlerType) {
        return false;
    }

    /// The number by which the transport's own table would know a channel of somebody else's. What was registered under it here belongs to a
    /// file that is gone, of whose end nobody told us.
    ///
    /// @param channel registers now
    /// @return -1 where the table goes by something else, or the port is our own
    default int descriptorOf(IoHandle channel) {
        return -1;
    }

    /// Makes the place of a descriptor on an event loop of this transport; nothing is registered yet.
    ///
    /// @param loop the event loop, our own or somebody else's
    /// @param descriptor the system's number
    /// @param reports takes what the port finds
    /// @return the port
    DescriptorPort port(IoEventLoop loop, int descriptor, DescriptorPort.Reports reports);

    /// Whether ports may be armed and disarmed now in the middle of the event loop's dispatch, by code that one of its channels called. On
    /// its thread.
    ///
    /// @return true, unless that would disturb the dispatch
    default boolean mayArmDuringDispatch() {
        return true;
    }

    /// Whether this is the transport of an event loop that somebody else made, so that a guest on it can have descriptors
    /// watched there. Asked through [Transports]. Any thread.
    ///
    /// @param loop the event loop
    /// @return false unless it is
    default boolean fits(IoEventLoop loop) {
        return false;
    }
}
