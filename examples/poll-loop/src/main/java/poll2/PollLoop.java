package poll2;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.anyloop.spi.Capability;
import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/// A loop over `poll(2)`. It is woken by a byte in a pipe.
final class PollLoop implements DrivenLoop {
    private static final int ENTRY = 8;

    private final AtomicBoolean woken = new AtomicBoolean();
    private final int wakeRead;
    private final int wakeWrite;

    /// The newest watch of each number: also one that is over, for its generation.
    private final Map<Integer, PollWatch> watches = new HashMap<>();

    private final Set<PollWatch> armed = new LinkedHashSet<>();

    /// Of no thread, since the loop may move.
    private MemorySegment entries = Arena.ofAuto().allocate(16 * ENTRY, ENTRY);

    private volatile Thread owner = Thread.currentThread();
    private boolean polling;
    private volatile boolean closed;

    PollLoop() throws IOException {
        int[] ends = Libc.pipe();
        wakeRead = ends[0];
        wakeWrite = ends[1];
    }

    @Override
    public String name() {
        return "poll";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.DESCRIPTORS);
    }

    @Override
    public void poll(long nanos) throws IOException {
        check("poll");
        if (polling) {
            throw new IllegalStateException("A report must not poll.");
        }
        polling = true;
        try {
            var asked = armed.toArray(PollWatch[]::new);
            fill(asked);
            if (Libc.poll(entries, asked.length + 1, millis(nanos)) > 0) {
                report(asked);
            }
        } finally {
            polling = false;
        }
    }

    /// Rounded up. What does not fit ends early, after 24 days.
    private static int millis(long nanos) {
        if (nanos == Long.MAX_VALUE) {
            return -1;
        }
        return nanos <= 0 ? 0 : (int) Math.min(Math.ceilDiv(nanos, 1_000_000), Integer.MAX_VALUE);
    }

    private void fill(PollWatch[] asked) {
        long size = (asked.length + 1L) * ENTRY;
        if (entries.byteSize() < size) {
            entries = Arena.ofAuto().allocate(2 * size, ENTRY);
        }
        put(0, wakeRead, Libc.POLLIN);
        for (int i = 0; i < asked.length; i++) {
            int what = asked[i].armed();
            put(
                    i + 1,
                    asked[i].descriptor(),
                    ((what & Readiness.READ) != 0 ? Libc.POLLIN : 0)
                            | ((what & Readiness.WRITE) != 0 ? Libc.POLLOUT : 0));
        }
    }

    private void put(int number, int descriptor, int events) {
        entries.set(JAVA_INT, (long) number * ENTRY, descriptor);
        entries.set(JAVA_SHORT, (long) number * ENTRY + 4, (short) events);
        entries.set(JAVA_SHORT, (long) number * ENTRY + 6, (short) 0);
    }

    // @start region="report"
    private void report(PollWatch[] asked) throws IOException {
        if (found(0) != 0) {
            Libc.readByte(wakeRead);
            // After the byte, or a wake-up in between would be lost.
            woken.set(false);
        }
        for (int i = 0; i < asked.length; i++) {
            asked[i].report(found(i + 1));
        }
    }
    // @end

    private int found(int number) {
        return entries.get(JAVA_SHORT, (long) number * ENTRY + 6);
    }

    // @start region="wakeup"
    /// The lock keeps the pipe open while a byte is written: its number would else be somebody else's.
    @Override
    public void wakeup() {
        if (woken.getAndSet(true)) {
            return;
        }
        synchronized (woken) {
            if (!closed) {
                try {
                    Libc.writeByte(wakeWrite);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
    // @end

    @Override
    public void moveTo(Thread owner) {
        this.owner = owner;
    }

    @Override
    public Watch watch(int descriptor, long generation, Readiness readiness) {
        check("watch");
        if (descriptor < 0) {
            throw new IllegalArgumentException("A descriptor is 0 or more, not " + descriptor);
        }
        var before = watches.get(descriptor);
        if (before != null) {
            before.replaceBy(generation);
        }
        var watch = new PollWatch(this, descriptor, generation, readiness);
        watches.put(descriptor, watch);
        return watch;
    }

    void armed(PollWatch watch) {
        armed.add(watch);
    }

    void spent(PollWatch watch) {
        armed.remove(watch);
    }

    void check(String call) {
        checkOwner(call);
        if (closed) {
            throw new IllegalStateException(call + " on a loop that is closed; open a new one.");
        }
    }

    void checkOwner(String call) {
        if (Thread.currentThread() != owner) {
            throw new WrongThreadException(call + " on another thread than " + owner);
        }
    }

    @Override
    public void close() {
        synchronized (woken) {
            if (closed) {
                return;
            }
            closed = true;
        }
        armed.clear();
        try {
            Libc.close(wakeRead);
            Libc.close(wakeWrite);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
