package io.anyloop;

/// Runs what a hub has to run, and tells a listener of greenlets.
final class Switches {
    private final Hub hub;
    private final SwitchListener listener;

    Switches(Hub hub, SwitchListener listener) {
        this.hub = hub;
        this.listener = listener;
    }

    void run(Runnable task) {
        Thread thread = Continuations.isOne(task) ? Continuations.threadOf(task) : null;
        Greenlet<?> greenlet = thread == null ? null : Greenlet.of(thread);
        if (greenlet == null) {
            task.run();
            return;
        }
        tell(() -> listener.mounts(greenlet));
        try {
            task.run();
        } finally {
            tell(() -> listener.unmounted(greenlet));
        }
    }

    private void tell(Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            hub.report(listener, e);
        }
    }
}
