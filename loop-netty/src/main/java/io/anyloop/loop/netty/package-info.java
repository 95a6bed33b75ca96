/// What the loops on Netty's transports share: one that drives an event loop of Netty's by hand, and the watching of
/// descriptors on any event loop of Netty's, owned or borrowed. A transport fills in a small vocabulary,
/// [io.anyloop.loop.netty.Transport] and [io.anyloop.loop.netty.DescriptorPort]; nothing here knows epoll, kqueue or
/// io_uring.
package io.anyloop.loop.netty;
