/// The rules of loops, a class for each chapter of `spi/RULES.md`, and the benches on which a loop is tried without any hub.
/// Not exported. The case's own thread is the first owner of a driven loop.
package io.anyloop.tck.loop;
