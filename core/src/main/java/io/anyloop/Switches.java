package io.anyloop;

import io.anyloop.jdk.Continuations;
import io.anyloop.kernel.Engine;
import io.anyloop.kernel.Strands;
import io.anyloop.kernel.Switching;

/// Runs what a hub has to run, and tells a listener of greenlets.
final class Switches implements Switching {
    private final Engine hub;
    private final SwitchListener listener;

    Switches(Engine hub, SwitchListener listener) {
        this.hub = hub;
        this.listener = listener;
    }

    @Override
    public void run(Runnable task) {
        Thread thread = Continuations.isOne(task) ? Continuations.threadOf(task) : null;
        Greenlet<?> greenlet = thread == null ? null : (Greenlet<?>) Strands.of(thread);
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
