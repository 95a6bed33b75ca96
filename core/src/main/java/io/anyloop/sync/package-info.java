/// Waiting for each other: events, results, locks, semaphores, barriers.
///
/// Begin with [io.anyloop.sync.Event] or [io.anyloop.sync.AsyncResult]. May be used from any thread, and before there is a hub: their state is
/// under a guard. Knows nothing of the kernel: waits are built on `waiting`.
package io.anyloop.sync;
