package io.anyloop.waiting;

import io.anyloop.kernel.Reports;
import io.anyloop.kernel.Strand;
import io.anyloop.kernel.Strands;

/// What those who build waits have to know of the caller, and may do for it. Any thread.
///
/// ```java
/// long begin = Here.now(); // In virtual time an hour may be over at once.
/// work.run();
/// return Here.now() - begin;
/// ```
public final class Here {
    private Here() {}

    /// Whether the caller is a greenlet.
    ///
    /// @return false on any other thread
    public static boolean isGreenlet() {
        return Strands.of(Thread.currentThread()) != null;
    }

    /// Lets the others of the caller's hub that can run go first. What was thrown into the greenlet meanwhile comes out of here.
    ///
    /// @throws io.anyloop.exceptions.BlockingInLoopException on a loop's own thread
    public static void giveWay() {
        Strands.yield();
    }

    /// Now, by the clock that the caller's waits go by: its hub's, or the system's.
    ///
    /// @return nanoseconds, from an unknown beginning
    public static long now() {
        return Strands.now();
    }

    /// The name of a greenlet, or of another thread, for people.
    ///
    /// @param thread the thread
    /// @return its name
    public static String nameOf(Thread thread) {
        Strand<?> greenlet = Strands.of(thread);
        if (greenlet != null) {
            return Strands.name(greenlet);
        }
        return thread.getName().isEmpty() ? thread.toString() : thread.getName();
    }

    /// Runs a callback of the user's, whose failure is nobody else's business: it is reported as [#report] does.
    ///
    /// @param callback the callback
    public static void call(Runnable callback) {
        Reports.call(callback);
    }

    /// Reports a failure that has nobody to be thrown at: the hub's error handler hears of it or, on a thread that is on no hub, that
    /// thread's own handler.
    ///
    /// @param source what failed
    /// @param failure what was thrown
    public static void report(Object source, Throwable failure) {
        Reports.of(source, failure);
    }
}
