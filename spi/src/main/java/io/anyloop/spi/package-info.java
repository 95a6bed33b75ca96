/// What an event loop must offer.
///
/// To add a loop: implement [io.anyloop.spi.LoopProvider] and either [io.anyloop.spi.DrivenLoop] or
/// [io.anyloop.spi.HostedLoop], name the provider in your `module-info` (and in
/// `META-INF/services` for the class path), and extend `LoopContract` and `GreenletContract` of
/// `io.anyloop.tck` in your tests. Nothing else needs to know. `SimLoop` in `io.anyloop.loop.sim` is the
/// smallest complete loop, to read and to copy.
///
/// The promises are numbered in `spi/RULES.md`; Javadoc names them as "rule 2.1". For the whole package:
///
/// - `null` is refused with [NullPointerException].
/// - Times are nanoseconds of the loop's own [clock][io.anyloop.spi.Loop#nanoTime]; [Long#MAX_VALUE] means
///   never; waits are rounded upwards.
/// - A loop is confined to its loop thread, except where a method says "any thread". A call from
///   another thread throws [WrongThreadException] and changes nothing. Code on a virtual thread that the loop's
///   thread carries is another thread.
/// - Loop code takes no lock that code running on the loop's thread can hold while it is suspended.
package io.anyloop.spi;
