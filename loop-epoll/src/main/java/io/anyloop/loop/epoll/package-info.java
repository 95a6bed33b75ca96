/// The loop on Linux's epoll(7), through Netty's native transport: what Linux users get by default.
package io.anyloop.loop.epoll;
