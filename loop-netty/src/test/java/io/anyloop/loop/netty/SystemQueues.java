package io.anyloop.loop.netty;

import io.anyloop.spi.Loop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Callable;

/// What Linux shows of the queue that each loop has, in `/proc/self/fdinfo`.
public final class SystemQueues {
    private final String kind;
    private final String line;
    private final Map<Loop, Integer> numbers = new WeakHashMap<>();

    /// For loops of one sort.
    ///
    /// @param kind what the system calls such a queue, as [TestDescriptors#ofKind] takes it
    /// @param line how a line begins that shows something registered
    public SystemQueues(String kind, String line) {
        this.kind = kind;
        this.line = line;
    }

    /// Opens a loop, and sees which queue is new then.
    ///
    /// @param opener opens it
    /// @return the loop
    /// @throws Exception what the opener throws
    public synchronized Loop open(Callable<Loop> opener) throws Exception {
        Set<Integer> before = TestDescriptors.ofKind(kind);
        Loop loop = opener.call();
        Set<Integer> added = TestDescriptors.ofKind(kind);
        added.removeAll(before);
        if (added.size() == 1) { // else somebody else has opened one, too
            numbers.put(loop, added.iterator().next());
        }
        return loop;
    }

    /// How much is registered for a loop.
    ///
    /// @param loop the loop, open
    /// @return empty if its queue is not known
    public synchronized OptionalInt registered(Loop loop) {
        Integer number = numbers.get(loop);
        if (number == null) {
            return OptionalInt.empty();
        }
        try (var lines = Files.lines(Path.of("/proc/self/fdinfo/" + number))) {
            return OptionalInt.of((int) lines.filter(text -> text.startsWith(line)).count());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
