package io.anyloop.jdk;

/// The start of the library's platform threads, in the hands of a test.
public final class ThreadStarts {
    private ThreadStarts() {}

    /// Has something come before each start, which may fail as the system does.
    ///
    /// @return what came before
    public static Runnable before(Runnable each) {
        Runnable last = PlatformThreads.beforeStart;
        PlatformThreads.beforeStart = each;
        return last;
    }

    /// Has the next hub try out this Java's virtual threads anew, as the first one does.
    public static void forgetVirtualThreads() {
        VirtualThreads.isFine = false;
    }
}
