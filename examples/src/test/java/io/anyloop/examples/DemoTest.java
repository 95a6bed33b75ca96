package io.anyloop.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Loops;
import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DemoTest {
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final Demo demo =
            new Demo(
                    List.of(
                            new EchoCheck(10, 3),
                            new UrlsCheck(12, 4),
                            new ChatCheck(6, 2),
                            new RedisCheck(5, 4)),
                    new PrintStream(text, true),
                    Demo.PATIENCE);

    private List<String> lines() {
        return text.toString().lines().toList();
    }

    @Test
    void every_program_runs_on_every_loop() {
        List<LoopProvider> loops = Loops.all();
        assertTrue(demo.run(loops), text::toString);
        for (String loop : List.of("select", "sim", "executor")) {
            for (String program : List.of("echo", "urls", "chat")) {
                assertEquals(1, count(loop, program), text::toString);
            }
        }
    }

    private long count(String loop, String program) {
        return lines().stream()
                .filter(line -> line.matches(loop + " +" + program + " .* ms  ok"))
                .count();
    }

    @Test
    void a_loop_that_is_not_available_is_named_with_its_reason() {
        var absent = new Fake(Availability.no("needs Linux", "use select"));
        assertFalse(demo.run(List.of(absent)), "nothing was run");
        assertEquals("fake      not run: needs Linux; use select", lines().getFirst());
    }

    @Test
    void a_loop_that_cannot_be_opened_is_wrong() {
        assertFalse(demo.run(List.of(new Fake(Availability.yes()))));
        assertTrue(lines().getFirst().contains("WRONG: "), text::toString);
        assertTrue(lines().getLast().contains("3 of 3 runs were wrong."), text::toString);
    }

    @Test
    void a_run_that_takes_too_long_is_wrong() {
        var hasty =
                new Demo(List.of(new ChatCheck(2, 1)), new PrintStream(text, true), Duration.ZERO);
        assertFalse(hasty.run(List.of(Loops.named("select"))));
        assertTrue(
                lines().getFirst().endsWith("WRONG: right, but longer than PT0S"), text::toString);
    }

    private record Fake(Availability availability) implements LoopProvider {
        @Override
        public String name() {
            return "fake";
        }

        @Override
        public Kind kind() {
            return Kind.DRIVEN;
        }

        @Override
        public String systems() {
            return "none";
        }

        @Override
        public int priority() {
            return 0;
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of();
        }

        @Override
        public Loop open() throws IOException {
            throw new IOException("out of files");
        }
    }
}
