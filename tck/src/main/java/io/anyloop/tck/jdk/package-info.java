/// Cases of the JDK's own calls in greenlets: sockets, channels, selectors, datagrams, TLS, with the agent and without. Not
/// exported.
package io.anyloop.tck.jdk;
