package io.anyloop;

import io.anyloop.kernel.Spawner;
import java.time.Duration;
import java.util.List;

/// A hub's thread that did not come free for longer than [HubBuilder#stuckLimit]: something ran on it that neither waited nor
/// ended. A snapshot.
///
/// @param hub the hub
/// @param thread what ran: a greenlet's thread, another virtual thread, or the hub's own thread in a callback
/// @param time for how long, at least; without `late`
/// @param onProcessor for how much of that, about, the thread had a processor; null if that is not known
/// @param late by how much the looks after this hub came late meanwhile: so long the virtual machine paused, as for its garbage
///     collector, or the machine had no processor for the thread that looks. That is not blamed on who ran
/// @param stack where it was
/// @param blockedOn what the thread waits for, and who holds that, as far as it can be told; may be empty
/// @param handedOver whether another thread carries the hub on ([WhenStuck#HAND_OVER]): then what ran goes on beside it, until
///     it next waits
public record StuckReport(
        Hub hub,
        Thread thread,
        Duration time,
        Duration onProcessor,
        Duration late,
        List<StackTraceElement> stack,
        String blockedOn,
        boolean handedOver) {
    /// Copies the stack.
    public StuckReport {
        stack = List.copyOf(stack);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(
                "Hub %s did nothing else for %d ms%s, since %s kept its thread. "
                        .formatted(
                                hub.name(),
                                time.toMillis(),
                                onProcessor == null
                                        ? ""
                                        : ", of which it was %d ms on a processor"
                                                .formatted(onProcessor.toMillis()),
                                Spawner.nameOf(thread)));
        if (late.toMillis() > 0) {
            text.append(
                    "Not counted are %d ms by which the looks at it came late, as the whole program was held up. "
                            .formatted(late.toMillis()));
        }
        if (!blockedOn.isEmpty()) {
            text.append("It is ").append(blockedOn).append(". ");
        }
        text.append(StuckAdvice.of(this));
        for (StackTraceElement frame : stack) {
            text.append("\n    at ").append(frame);
        }
        return text.toString();
    }
}
