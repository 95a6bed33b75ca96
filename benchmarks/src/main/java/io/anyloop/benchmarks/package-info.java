/// What switching, spawning, limiting and parking cost, each beside the JDK's own threads in the same run.
///
/// `Bench` is the command. The code that is measured is in `Bodies`, `Crowd` and the classes that
/// JMH runs: `GreenletSwitches` beside `StockSwitches`, `GreenletTimeouts` beside
/// `StockTimeouts`.
package io.anyloop.benchmarks;
