/// The loop on Linux's io_uring(7), through Netty's native transport: for those who ask for it by name.
package io.anyloop.loop.iouring;
