package io.anyloop;

import java.time.Duration;
import java.util.List;

/// Every greenlet of a hub at one moment, for people and for tools.
///
/// @param hub the hub's name
/// @param loop the name of its loop
/// @param count how many greenlets are started and have not ended
/// @param greenlets these greenlets; in messages only the first few
public record HubDump(String hub, String loop, int count, List<Entry> greenlets) {

    /// One greenlet.
    ///
    /// @param id its small number
    /// @param name its name
    /// @param state where it is in its life
    /// @param waitsOn what it waits on, or where its thread is
    /// @param since for how long it has waited there; zero if it does not wait at a call of ours
    /// @param spawnedBy the thread that spawned it; empty if that is not tracked
    /// @param spawnStack where it was spawned, innermost first; empty unless [Tracking#STACK]
    public record Entry(
            int id,
            String name,
            Greenlet.State state,
            String waitsOn,
            Duration since,
            String spawnedBy,
            List<String> spawnStack) {
        @Override
        public String toString() {
            StringBuilder line = new StringBuilder();
            line.append("#%d %s ".formatted(id, name));
            if (since.isZero()) {
                line.append("%s: %s".formatted(state, waitsOn));
            } else {
                line.append("WAITING: %s for %,d ms".formatted(waitsOn, since.toMillis()));
            }
            if (!spawnedBy.isEmpty()) {
                line.append(", spawned by ").append(spawnedBy);
            }
            for (String frame : spawnStack) {
                line.append("\n        at ").append(frame);
            }
            return line.toString();
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append("Hub %s on loop %s: %d greenlets".formatted(hub, loop, count));
        greenlets.forEach(entry -> text.append("\n    ").append(entry));
        if (count > greenlets.size()) {
            text.append("\n    and %d more".formatted(count - greenlets.size()));
        }
        return text.toString();
    }
}
