/// Two loops on the Selector of the JDK. Uses `io.anyloop.spi` and `java.base` only.
///
/// The `select` loop is found through [java.util.ServiceLoader] and named nowhere. The `executor`
/// loop needs what only its user can give:
/// [io.anyloop.loop.select.ExecutorLoop#on(java.util.concurrent.Executor)].
///
/// Both watch raw descriptors through the package `sun.nio.ch`, which must be exported to this
/// module at run time; without it they wait and wake as ever, and `watch` names the flag that is
/// missing. What a Selector does not tell, these loops cannot tell either: `UNUSUAL` means an error
/// or a hang-up in both directions (not a half close, not urgent data), and a descriptor that the
/// system refuses to watch, such as one that is not open or a regular file, is never reported
/// instead of being refused when it is armed.
package io.anyloop.loop.select;
