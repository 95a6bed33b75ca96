package io.anyloop;

import java.time.Duration;
import java.util.List;

/// A hub's thread that did not come free for longer than [HubBuilder#stuckLimit]: something ran on it that neither waited nor
/// ended. A snapshot.
///
/// @param hub the hub
/// @param thread what ran: a greenlet's thread, another virtual thread, or the hub's own thread in a callback
/// @param time for how long, at least
/// @param stack where it was
/// @param blockedOn what the thread waits for, and who holds that, as far as it can be told; may be empty
/// @param handedOver whether another thread carries the hub on ([WhenStuck#HAND_OVER]): then what ran goes on beside it, until
///     it next waits
public record StuckReport(
        Hub hub,
        Thread thread,
        Duration time,
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
                "Hub %s did nothing else for %d ms, since %s kept its thread. "
                        .formatted(hub.name(), time.toMillis(), Spawner.nameOf(thread)));
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
