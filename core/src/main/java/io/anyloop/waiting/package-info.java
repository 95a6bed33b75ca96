/// What waits are built on: the few types between the kernel and everything that somebody can wait for. For those who write a
/// primitive of their own; users of the others need none of it, but for [io.anyloop.waiting.Waitable].
///
/// [io.anyloop.waiting.Guarded] holds the state, [io.anyloop.waiting.Line] those who wait, [io.anyloop.waiting.Place] one of them, and
/// [io.anyloop.waiting.Waiter] is one wait of one thread. Who ends a wait enters the guard, takes the first out of the line by claiming it,
/// hands over, leaves the guard, and resumes: so nothing is lost, whatever is thrown into the one who waits. Under the guard nobody waits,
/// runs code of others, or wakes anybody. `docs/own-primitive.md` builds a latch of twenty lines.
package io.anyloop.waiting;
