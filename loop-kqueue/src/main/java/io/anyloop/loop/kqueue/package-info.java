/// The loop on macOS's kqueue(2), through Netty's native transport: what macOS users get by default.
package io.anyloop.loop.kqueue;
