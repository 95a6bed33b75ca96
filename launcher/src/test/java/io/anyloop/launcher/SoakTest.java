package io.anyloop.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Both contracts on every loop, again and again, on a machine that has something else to do on every core. What fails once
/// in a hundred runs, or only when threads are paused in the wrong place, fails here.
///
/// `-Danyloop.soak.repeats=20`, `-Danyloop.soak.loops=sim,select`.
@Tag("soak")
class SoakTest {
    private static final int REPEATS = Integer.getInteger("anyloop.soak.repeats", 20);
    private static final String LOOPS = System.getProperty("anyloop.soak.loops", "");

    @Test
    @Timeout(value = 12, unit = TimeUnit.HOURS)
    void every_loop_keeps_the_contracts_each_time() throws IOException {
        List<String> failed = new ArrayList<>();
        try (var load = new Load(Runtime.getRuntime().availableProcessors())) {
            for (int i = 1; i <= REPEATS; i++) {
                var out = new StringWriter();
                int code = judge(out);
                String sum = out.toString().lines().reduce("", (before, line) -> line);
                System.out.printf("soak, %d of %d beside %s: %s%n", i, REPEATS, load, sum);
                if (code != 0) {
                    System.out.println(out);
                    failed.add("run %d: %s".formatted(i, out));
                }
            }
        }
        assertEquals(List.of(), failed);
    }

    /// Where the loops keep their contracts.
    private static List<String> contracts() throws IOException {
        try (var modules = Files.list(Path.of(".."))) {
            return modules.filter(module -> module.getFileName().toString().startsWith("loop-"))
                    .map(module -> module.resolve("target/test-classes"))
                    .filter(Files::isDirectory)
                    .map(Path::toString)
                    .toList();
        }
    }

    private static int judge(StringWriter out) throws IOException {
        var command = Anyloop.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(out, true));
        List<String> arguments = new ArrayList<>(List.of("tck", "--verbose"));
        contracts().forEach(path -> arguments.addAll(List.of("--path", path)));
        if (!LOOPS.isEmpty()) {
            arguments.addAll(List.of("--loop", LOOPS));
        }
        return command.execute(arguments.toArray(String[]::new));
    }

    /// Threads that take all the processor time they get.
    private static final class Load implements AutoCloseable {
        private final List<Thread> burners = new ArrayList<>();
        private volatile boolean isOver;

        Load(int cores) {
            for (int i = 0; i < cores; i++) {
                burners.add(Thread.ofPlatform().daemon().name("load-", i).start(this::burn));
            }
        }

        private void burn() {
            while (!isOver) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void close() {
            isOver = true;
        }

        @Override
        public String toString() {
            return burners.size() + " threads that spin";
        }
    }
}
