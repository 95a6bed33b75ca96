package io.anyloop.base;

import java.util.Set;

/// Tells frames of this library's from those of its users.
public final class Ours {
    private static final Set<String> ROOMS =
            Set.of(
                    "io.anyloop",
                    "io.anyloop.adopt",
                    "io.anyloop.base",
                    "io.anyloop.blocking",
                    "io.anyloop.exceptions",
                    "io.anyloop.function",
                    "io.anyloop.group",
                    "io.anyloop.jdk",
                    "io.anyloop.kernel",
                    "io.anyloop.port",
                    "io.anyloop.queue",
                    "io.anyloop.sync",
                    "io.anyloop.waiting",
                    "io.anyloop.watch");

    private Ours() {}

    /// Whether a class is of one of the rooms that run other people's code. Servers and what stands on them are users here.
    public static boolean has(String type) {
        int end = type.lastIndexOf('.');
        return end > 0 && type.startsWith("io.anyloop") && ROOMS.contains(type.substring(0, end));
    }
}
