/// Waits that more than one room makes: for the end of a greenlet, for something to be ready.
///
/// Not exported. On the thread that waits.
package io.anyloop.joining;
