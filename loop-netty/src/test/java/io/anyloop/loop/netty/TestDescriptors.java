package io.anyloop.loop.netty;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/// Descriptor numbers, for tests on Linux.
public final class TestDescriptors {
    private static final Path ALL = Path.of("/proc/self/fd");

    private TestDescriptors() {}

    /// The number of a channel of the JDK's.
    ///
    /// @param channel an open channel
    /// @return its number
    public static int of(Channel channel) {
        try {
            return (int)
                    Class.forName("sun.nio.ch.SelChImpl").getMethod("getFDVal").invoke(channel);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /// The numbers of this process that stand for something of a kind.
    ///
    /// @param kind part of what the system shows for them, for example `eventpoll`
    /// @return the numbers
    /// @throws IOException if the system does not tell
    public static Set<Integer> ofKind(String kind) throws IOException {
        Set<Integer> numbers = new TreeSet<>();
        try (var all = Files.list(ALL)) {
            for (Path entry : (Iterable<Path>) all::iterator) {
                if (isOfKind(entry, kind)) {
                    numbers.add(Integer.valueOf(entry.getFileName().toString()));
                }
            }
        }
        return numbers;
    }

    private static boolean isOfKind(Path entry, String kind) {
        try {
            return Files.readSymbolicLink(entry).toString().contains(kind);
        } catch (IOException e) {
            return false; // It was the descriptor of this very listing.
        }
    }
}
