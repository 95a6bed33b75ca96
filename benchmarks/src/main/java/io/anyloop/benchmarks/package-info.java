/// What greenlets cost, each figure beside what the JDK or others offer, in the same run.
///
/// `Bench` is the command. For switching, limiting and parking, the code that is measured is in `Bodies`, `Crowd` and the
/// classes that JMH runs: `GreenletSwitches` beside `StockSwitches`, `GreenletTimeouts` beside `StockTimeouts`.
///
/// For echo, `EchoBench` leads: `EchoPeer` says which servers there are, `EchoProcess` runs one, `EchoLoad` loads it with
/// a generator in C. `Rounds`, `Scores` and `Protocol` are what the newer benchmarks share: turns, figures, and the files
/// that are left.
package io.anyloop.benchmarks;
