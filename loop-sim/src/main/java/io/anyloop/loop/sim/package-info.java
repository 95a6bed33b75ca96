/// A loop without a system below it: time is virtual, descriptors are simulated, and all that a
/// real loop leaves undefined follows a seed.
///
/// It is for tests that never sleep, and it is the smallest complete loop: the one to read first
/// and to copy. Uses `io.anyloop.spi` and java.base only. `null` is refused with
/// [NullPointerException].
package io.anyloop.loop.sim;
