package io.anyloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is told of the loops of the project, and of one that does not open.
class LoopTrialTest {

    /// Says that it is available, and is not.
    public static final class Boaster implements LoopProvider {
        @Override
        public String name() {
            return "boaster";
        }

        @Override
        public Kind kind() {
            return Kind.DRIVEN;
        }

        @Override
        public String systems() {
            return "every system";
        }

        @Override
        public int priority() {
            return 0;
        }

        @Override
        public Availability availability() {
            return Availability.yes();
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of();
        }

        @Override
        public Loop open() throws IOException {
            throw new IOException("too many open files");
        }
    }

    @Test
    void a_hub_opens_on_a_loop_that_is_there() {
        assertTrue(LoopTrial.names().contains("select"));
        assertEquals("works", LoopTrial.attempt("select").get("state"));
        assertEquals("works", LoopTrial.attempt("sim").get("state"));
    }

    @Test
    void a_loop_that_is_not_available_has_reason_and_remedy() {
        assertEquals(Set.of("reason", "remedy"), LoopTrial.attempt("executor").keySet());
    }

    @Test
    void a_loop_that_does_not_open_is_told_with_what_it_said(@TempDir Path folder)
            throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(LoopProvider.class.getName()), Boaster.class.getName());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (var more = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
            thread.setContextClassLoader(more);
            Map<String, String> told = LoopTrial.attempt("boaster");
            assertEquals(Set.of("fault"), told.keySet());
            assertTrue(told.get("fault").contains("too many open files"), told.toString());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void the_choice_is_told_with_its_reason() {
        Map<String, String> choice = LoopTrial.choice();
        assertTrue(LoopTrial.names().contains(choice.get("loop")));
        assertTrue(!choice.get("reason").isEmpty());
    }
}
