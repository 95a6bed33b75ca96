package io.anyloop.loop.iocp;

import java.util.Arrays;

/// Who waits in which slot. A slot is free again when the packet of its poll has been taken out, and not
/// before: until then the system may write to its memory, whatever became of the socket and of who
/// waited.
final class Slots {
    private IocpWatch[] waiting = new IocpWatch[64];
    private int[] free = new int[64];
    private int freeCount;
    private int used; // slots at or above this have never been taken

    int take(IocpWatch watch) {
        int slot = freeCount > 0 ? free[--freeCount] : fresh();
        waiting[slot] = watch;
        return slot;
    }

    private int fresh() {
        if (used == waiting.length) {
            waiting = Arrays.copyOf(waiting, 2 * used);
            free = Arrays.copyOf(free, 2 * used);
        }
        return used++;
    }

    /// Frees the slot of a poll that has ended.
    ///
    /// @return who waited there
    IocpWatch free(int slot) {
        IocpWatch watch = slot >= 0 && slot < used ? waiting[slot] : null;
        if (watch == null) {
            throw new IllegalStateException(
                    "A packet came for slot %d, where no poll is under way.".formatted(slot));
        }
        waiting[slot] = null;
        free[freeCount++] = slot;
        return watch;
    }

    int inUse() {
        return used - freeCount;
    }

    /// Those who wait, for the end of the loop.
    IocpWatch[] all() {
        return Arrays.stream(waiting).filter(watch -> watch != null).toArray(IocpWatch[]::new);
    }
}
