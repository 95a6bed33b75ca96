/// Work that really blocks, beside the hub: threads for it, child processes, and their pipes.
///
/// Begin with [io.anyloop.blocking.ThreadPool], or with [io.anyloop.Hub#offload]. What runs here is on threads of its own; who waits for it
/// is a greenlet, or any other thread. The state of a pool is under its guard.
package io.anyloop.blocking;
