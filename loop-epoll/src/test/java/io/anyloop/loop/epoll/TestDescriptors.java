package io.anyloop.loop.epoll;

import java.nio.channels.Channel;

/// The descriptor number of a channel of the JDK's.
final class TestDescriptors {
    private TestDescriptors() {}

    static int of(Channel channel) {
        try {
            return (int)
                    Class.forName("sun.nio.ch.SelChImpl").getMethod("getFDVal").invoke(channel);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
