package io.anyloop.tck;

import io.anyloop.Greenlet;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/// The greenlets that a hub spawned last, for the stacks of a case that hangs: no list of threads has virtual ones in it. Keeps none
/// of them alive.
final class SeenGreenlets implements Consumer<Greenlet<?>> {
    private static final int MOST = 64;

    private final AtomicReferenceArray<WeakReference<Greenlet<?>>> last =
            new AtomicReferenceArray<>(MOST);
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public void accept(Greenlet<?> greenlet) {
        last.set(Math.floorMod(count.getAndIncrement(), MOST), new WeakReference<>(greenlet));
    }

    /// The whole stack of each that has not ended, the oldest first.
    String stacks() {
        var text = new StringBuilder();
        int end = count.get();
        for (int i = end - MOST; i < end; i++) {
            var seen = last.get(Math.floorMod(i, MOST));
            var greenlet = seen == null ? null : seen.get();
            if (greenlet != null && greenlet.state() != Greenlet.State.ENDED) {
                var thread = greenlet.thread();
                Stacks.append(text, greenlet.name(), thread, thread.getStackTrace());
            }
        }
        return text.isEmpty() ? "" : "Greenlets, the last %d at most:\n%s".formatted(MOST, text);
    }
}
