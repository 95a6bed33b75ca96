package io.anyloop.tck.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anyloop.Greenlet;
import io.anyloop.blocking.ChildProcess;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.Child;
import io.anyloop.tck.fixture.Killed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The pipes of a child process, byte by byte, and who owns what when a wait on one is cut short.
public abstract class PipeCases extends Cases {
    /// More than any pipe holds.
    private static final int MUCH = 400_000;

    @Test
    void x12_what_ends_a_line_may_come_in_two_parts() throws Exception {
        inHub(hub -> {
            try (var child = ProcessCases.start("echo")) {
                var lines = child.lines().iterator();
                ProcessCases.tell(child, "one\r");
                assertEquals("one", lines.next());
                ProcessCases.tell(child, "\ntwo\n");
                assertEquals("two", lines.next());
            }
        });
    }

    @Test
    void x12_a_byte_and_a_part_of_many_come_as_they_were_written() throws Exception {
        inHub(hub -> {
            try (var child = ProcessCases.start("echo")) {
                child.stdin().write(0xff);
                assertEquals(0xff, child.stdout().read());
                byte[] bytes = "beforepartafter".getBytes(StandardCharsets.US_ASCII);
                child.stdin().write(bytes, 6, 4);
                assertEquals(
                        "part",
                        new String(child.stdout().readNBytes(4), StandardCharsets.US_ASCII));
            }
        });
    }

    @Test
    void x12_those_who_write_at_the_same_time_take_turns_in_their_order() throws Exception {
        inHub(hub -> {
            try (var child = ProcessCases.start("echo")) {
                String first = "x".repeat(MUCH) + "\n";
                var writers = new ArrayList<Greenlet<?>>();
                writers.add(Greenlet.spawn(() -> ProcessCases.tell(child, first)));
                for (int i = 0; i < 20; i++) {
                    String line = i + "\n";
                    writers.add(Greenlet.spawn(() -> ProcessCases.tell(child, line)));
                }
                Greenlet.idle();
                var lines = child.lines().iterator();
                assertEquals(MUCH, lines.next().length());
                for (int i = 0; i < 20; i++) {
                    assertEquals("" + i, lines.next());
                }
                writers.forEach(Greenlet::get);
            }
        });
    }

    @Test
    void x12_a_closed_pipe_gives_nothing_more_also_of_what_was_read_ahead() throws Exception {
        inHub(hub -> {
            try (var child = ProcessCases.start("echo")) {
                ProcessCases.tell(child, "line\n");
                assertEquals('l', child.stdout().read());
                child.stdout().close();
                for (int i = 0; i < 2; i++) {
                    assertThrows(IOException.class, () -> child.stdout().read());
                }
            }
        });
    }

    @Test
    void x12_a_pipe_that_is_closed_while_it_is_read_is_closed_to_the_child_too() throws Exception {
        inHub(hub -> {
            try (var child = ProcessCases.start("echo")) {
                ProcessCases.tell(child, "x\n"); // it has started when that comes back
                assertEquals('x', child.stdout().read());
                assertEquals('\n', child.stdout().read());
                var reader = Greenlet.spawn(() -> child.stdout().read());
                Greenlet.sleep(hub.unit());
                reader.kill();
                child.stdout().close();
                hub.eventually(
                        "the child goes on writing to a pipe that nobody reads",
                        () -> refuses(child));
            }
        });
    }

    /// Whether a child whose output nobody takes has ended.
    private static boolean refuses(ChildProcess child) {
        try {
            ProcessCases.tell(child, "more\n");
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void x12_a_child_whose_owner_is_killed_while_it_starts_is_ended() throws Exception {
        inHub(hub -> {
            var before = children();
            var command = new SlowCommand(Child.command("echo"));
            var owner = Greenlet.spawn(() -> ChildProcess.start(command));
            Greenlet.yield();
            owner.kill();
            Killed.assertKilled(owner);
            command.goOn();
            // One that was begun later has been there: so the first has been started.
            try (var other = ProcessCases.start("exit", "0")) {
                assertEquals(0, other.await());
            }
            hub.eventually("the child lives on", () -> before.containsAll(children()));
        });
    }

    private static Set<Long> children() {
        return ProcessHandle.current()
                .children()
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }

    /// A command that takes its time to be started.
    private static final class SlowCommand extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        private final transient Semaphore goOn = new Semaphore(0);

        SlowCommand(List<String> command) {
            super(command);
        }

        void goOn() {
            goOn.release();
        }

        @Override
        public <T> T[] toArray(T[] array) {
            goOn.acquireUninterruptibly();
            return super.toArray(array);
        }
    }
}
