/// The contracts that every loop is judged by.
///
/// Whoever writes a loop extends [io.anyloop.tck.LoopContract] in the loop's own tests and gives it
/// one factory:
///
/// ```java
/// class EpollLoopTest extends LoopContract {
///     @Override
///     protected LoopProvider provider() {
///         return new EpollLoopProvider();
///     }
/// }
/// ```
///
/// [io.anyloop.tck.GreenletContract] then says what greenlets do on that loop, with the same factory:
/// its constructor takes the loop's test. Case names begin with the number of a behaviour.
///
/// A loop that watches descriptors is tried with real sockets ([io.anyloop.tck.setup.Wire]); the tests
/// then run with `--add-exports java.base/sun.nio.ch=ALL-UNNAMED`. A hosted loop also says how to
/// reach its host ([io.anyloop.tck.setup.Host]). What does not apply to a loop is shown as skipped, with
/// a reason that begins with "not applicable:". On a slow machine set the environment variable
/// `ANYLOOP_TCK_TIME_FACTOR` ([io.anyloop.tck.setup.TckEnvironment]).
///
/// The cases are in rooms, one for each area, that nobody else sees; each knows the fixtures and none of the others. What is here is
/// what judges a loop, lists the behaviours, and measures.
///
/// `null` is refused with [NullPointerException].
package io.anyloop.tck;
