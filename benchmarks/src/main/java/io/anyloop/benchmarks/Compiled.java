package io.anyloop.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Programs in C and Go, compiled when they are needed, so that a build needs no compiler for them.
final class Compiled {
    private Compiled() {}

    /// Compiles a C program of ours.
    ///
    /// @throws Missing if this is not Linux, or there is no C compiler
    static Path c(String name) throws Missing, IOException, InterruptedException {
        if (!"Linux".equals(System.getProperty("os.name"))) {
            throw new Missing(
                    "The load generator and the C server are written for epoll: echo and syscalls"
                            + " can be measured on Linux only.");
        }
        if (!Tools.has("cc")) {
            throw new Missing(
                    "No C compiler (cc) is on the path: without it there is neither the load generator nor the"
                            + " C server, so nothing can be measured. Install gcc or clang.");
        }
        Path source = Places.source("c", name + ".c");
        Path program = Places.result(name);
        List<String> flags = List.of("-O2", "-Wall", "-Wextra", "-pthread");
        return compile(program, source, "cc", flags);
    }

    /// The C compiler's own words about its version.
    static String compiler() throws InterruptedException {
        return Tools.firstLine("cc", "--version").orElse("unknown");
    }

    /// Compiles a Go program of ours.
    ///
    /// @throws Missing if there is no Go
    static Path go(String name) throws Missing, IOException, InterruptedException {
        if (!Tools.has("go")) {
            throw new Missing("Go is not installed, so its server is left out.");
        }
        Path program = Places.result(name + "_go");
        return compile(program, Places.source("go", name + ".go"), "go", List.of("build"));
    }

    private static Path compile(Path program, Path source, String compiler, List<String> flags)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(compiler));
        command.addAll(flags);
        command.addAll(List.of("-o", program.toString(), source.toString()));
        Tools.run(command);
        return program;
    }
}
