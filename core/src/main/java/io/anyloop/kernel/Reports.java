package io.anyloop.kernel;

/// What becomes of failures that have nobody to be thrown at.
public final class Reports {
    private Reports() {}

    /// Runs a callback of the user's, whose failure is nobody else's business: the hub's error handler hears of it, or,
    /// on a thread that is on no hub, that thread's own handler.
    public static void call(Runnable callback) {
        try {
            callback.run();
        } catch (Throwable e) {
            of(callback, e);
        }
    }

    public static void of(Object source, Throwable failure) {
        Strand<?> greenlet = Strands.of(Thread.currentThread());
        Engine hub = greenlet != null ? greenlet.hub : Hubs.carrying();
        if (hub != null) {
            hub.report(source, failure);
            return;
        }
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    }
}
