/// The loop on Windows: waits on an I/O completion port, watches sockets by polls of the AFD driver
/// (`\Device\Afd`), and calls the system through `java.lang.foreign`, so that nothing is to be
/// compiled. Found through [java.util.ServiceLoader]; uses `io.anyloop.spi` and `java.base` only.
///
/// A poll of the AFD driver answers once, and at once where the condition holds already: that is
/// [io.anyloop.spi.Mode#ONCE], and there is no `KEEP`. Descriptors are sockets, by the number that the
/// JDK knows them by; files, pipes and consoles are refused when they are armed. A socket that is closed
/// while it is armed is reported with `UNUSUAL`; so is a half close. Urgent data is not.
///
/// Native access must be allowed: `--enable-native-access=io.anyloop.loop.iocp`, or `=ALL-UNNAMED` on
/// the class path; without it Java prints a warning, or refuses.
///
/// The code keeps to what Java 21 has at run time, too: there it is tested.
package io.anyloop.loop.iocp;
