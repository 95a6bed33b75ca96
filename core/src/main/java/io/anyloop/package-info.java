/// Greenlets: plain blocking code, run cooperatively by a hub on one event loop.
///
/// Begin with [io.anyloop.Hub] and [io.anyloop.Greenlet]. For the whole package:
///
/// - `null` is refused with [NullPointerException], except where a parameter says otherwise.
/// - A time-out is a minimum: a wait lasts at least as long. Zero or less does not wait; negative durations are
///   refused with [IllegalArgumentException] where waiting could not be meant.
/// - Greenlets of one hub run one at a time, and switch only where one of them waits. So within a hub there are
///   no data races between two waits (with the agent, a call on a socket or a file counts as one); between hubs, and
///   with other threads, memory is ordered by the calls of this package and of `java.util.concurrent`.
/// - Who gives something back goes on, and the one who waits for it runs when the giver waits. What is given back to
///   this package is the next one's from then on: the giver cannot have it again first. To locks and pools that are not
///   fair it can, on any virtual threads that share a thread, and so again and again; `docs/jdbc.md` has the remedy.
/// - A call that waits may be made from a greenlet (only it waits), from any other virtual thread, and from a plain
///   thread (which then really blocks). It is refused on a loop's own thread, where it would stop everything.
/// - An interrupt does not end a wait of this package, unless the method declares [InterruptedException]; the flag is
///   kept for later. Greenlets are ended by [io.anyloop.Greenlet#kill()].
package io.anyloop;
