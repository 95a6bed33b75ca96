/// The JDK's side: the hub as the scheduler of virtual threads, and the waits that the agent brings from the JDK's sockets and
/// files, with the descriptors that are registered for them.
///
/// Not exported. In the virtual thread that waits, or on the hub's thread.
package io.anyloop.port;
