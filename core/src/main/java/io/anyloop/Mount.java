package io.anyloop;

/// What a greenlet's thread runs, and how the greenlet is found again by its thread.
record Mount(Greenlet<?> greenlet) implements Runnable, Thread.UncaughtExceptionHandler {
    @Override
    public void run() {
        greenlet.main();
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        greenlet.hub.report(greenlet, failure);
    }
}
