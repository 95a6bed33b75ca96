/// How greenlets use Netty. Needs no loop of Netty's, and is fastest on one: then whoever completes a future is on the
/// hub's own thread.
package io.anyloop.netty;
