package io.anyloop.blocking;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/// Room for the pipes of a child process.
///
/// Where the system refuses one of them, the JDK (25 and 26 at least, `ProcessImpl_md.c`) closes two descriptors whose numbers it
/// takes from memory that was never written: standard input, or a socket, or the eventfd of a loop. So this looks before it
/// asks for them. Another thread may still take the last one in between.
final class ChildDescriptors {
    /// Three pipes for the child's streams, and two by which the JDK hears of its start.
    private static final int MOST = 10;

    private static final String ANYTHING = "/dev/null";

    private ChildDescriptors() {}

    static void require(ProcessBuilder builder) throws IOException {
        if (File.separatorChar == '\\') {
            return; // Windows has no small numbers that run out.
        }
        Deque<FileInputStream> room = new ArrayDeque<>();
        try {
            while (room.size() < MOST) {
                room.push(new FileInputStream(ANYTHING));
            }
        } catch (IOException e) {
            throw new IOException(
                    "Cannot run program \"%s\": there is no room for its pipes, which take %d descriptors: %s. Raise the limit of open files (ulimit -n), or close some, and try again."
                            .formatted(builder.command().getFirst(), MOST, e.getMessage()),
                    e);
        } finally {
            while (!room.isEmpty()) {
                room.pop().close();
            }
        }
    }
}
