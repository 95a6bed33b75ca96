/// Servers on a hub: a greenlet for each connection or datagram, and plain `java.net` or `java.nio` in it.
///
/// Begin with [io.anyloop.server.StreamServer]. What [io.anyloop] says of `null`, times and threads holds here too.
package io.anyloop.server;
