/// Greenlets for Vert.x developers: hubs on event loops, handlers that may wait, futures and streams of Vert.x's from within
/// greenlets.
///
/// A greenlet of an event loop runs on that loop's thread, so what is confined to the event loop may be used without locks,
/// as in any handler; between two waits nothing else of that loop runs. It is in the context of Vert.x in which it was made:
/// `Vertx.currentContext()` and the context's local data are right within, and so are tracing and what else is kept there.
///
/// What a handler of Vert.x's must not do, a greenlet may: wait, in blocking code of any library. What really stops the thread
/// must not be called there either; `Hub.offload` is for that.
package io.anyloop.vertx;
