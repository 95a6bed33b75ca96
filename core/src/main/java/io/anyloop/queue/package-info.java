/// Handing over: queues, channels, and the choice between them.
///
/// Begin with [io.anyloop.queue.Queue] or [io.anyloop.queue.Channel]. May be used from any thread, and before there is a hub: their state is
/// under a guard. Knows nothing of the kernel: waits are built on `waiting`.
package io.anyloop.queue;
