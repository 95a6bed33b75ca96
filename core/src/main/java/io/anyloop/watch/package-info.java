/// Who looks after hubs: one thread that sees whether each makes progress, lends the hub whose thread is blocked, and helps a host that
/// stands at a lock.
///
/// Not exported. On the watchdog's thread; hubs are only looked at, or told by what they offer to any thread.
package io.anyloop.watch;
