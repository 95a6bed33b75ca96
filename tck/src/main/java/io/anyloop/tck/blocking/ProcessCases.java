package io.anyloop.tck.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.Timeout;
import io.anyloop.Wait;
import io.anyloop.blocking.ChildProcess;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.sync.AsyncResult;
import io.anyloop.sync.Event;
import io.anyloop.sync.Semaphore;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.Child;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Killed;
import io.anyloop.waiting.Waitable;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Child processes hold up only the greenlet that waits for them.
public abstract class ProcessCases extends Cases {
    /// More than any pipe holds.
    private static final int MANY = 400;

    static ChildProcess start(String... arguments) throws IOException, URISyntaxException {
        return ChildProcess.start(Child.command(arguments));
    }

    static void tell(ChildProcess child, String text) throws IOException {
        child.stdin().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void x12_a_wait_for_the_end_holds_up_only_its_greenlet() throws Exception {
        inHub(hub -> {
            try (var child = start("echo")) {
                var waits = Greenlet.spawn(() -> child.await());
                Greenlet.sleep(hub.unit());
                assertFalse(waits.hasEnded());
                assertEquals(OptionalInt.empty(), child.exitCode());
                child.stdin().close();
                assertEquals(0, waits.get());
                assertEquals(OptionalInt.of(0), child.exitCode());
                assertEquals(0, child.await());
            }
        });
    }

    @Test
    void x12_the_exit_code_is_the_childs() throws Exception {
        inHub(hub -> {
            try (var child = start("exit", "7")) {
                assertEquals(7, child.await());
                assertTrue(child.await(HubCase.FAR));
            }
        });
    }

    @Test
    void x12_a_wait_with_a_limit_says_so_and_the_child_lives_on() throws Exception {
        inHub(hub -> {
            try (var child = start("echo")) {
                long begin = hub.now();
                assertFalse(child.await(hub.unit()));
                hub.assertTook(hub.unit(), begin);
                assertThrows(
                        IllegalArgumentException.class, () -> child.await(hub.unit().negated()));
                assertTrue(child.process().isAlive());
                child.stdin().close();
                assertTrue(child.await(HubCase.ENDLESS));
            }
        });
    }

    @Test
    void x12_what_it_writes_comes_by_lines_as_they_are_written() throws Exception {
        inHub(hub -> {
            try (var child = start("echo")) {
                var lines = child.lines().iterator();
                tell(child, "one\ntw");
                assertEquals("one", lines.next());
                var second = Greenlet.spawn(lines::next);
                Greenlet.sleep(hub.unit());
                assertFalse(second.hasEnded(), "half a line was given");
                tell(child, "o\r\nthree\n\nlast");
                assertEquals("two", second.get());
                child.stdin().close();
                var rest = new ArrayList<String>();
                child.lines().forEach(rest::add);
                assertEquals(List.of("three", "", "last"), rest);
            }
        });
    }

    @Test
    void x12_a_timeout_while_reading_a_line_loses_nothing() throws Exception {
        inHub(hub -> {
            try (var child = start("echo")) {
                var lines = child.lines().iterator();
                tell(child, "first\nhal");
                assertEquals("first", lines.next());
                for (int i = 0; i < 3; i++) {
                    try (var timeout = Timeout.after(hub.unit())) {
                        assertSame(timeout, assertThrows(Timeout.class, lines::next));
                    }
                }
                tell(child, "f\n");
                assertEquals("half", lines.next());
            }
        });
    }

    @Test
    void x12_more_than_the_pipes_hold_comes_through_on_both() throws Exception {
        inHub(hub -> {
            try (var child = start("talk", "" + MANY)) {
                var errors =
                        Greenlet.spawn(() -> {
                            var count = new AtomicInteger();
                            child.errorLines().forEach(line -> checkLine("err", line, count));
                            return count.get();
                        });
                var count = new AtomicInteger();
                child.lines().forEach(line -> checkLine("out", line, count));
                assertEquals(MANY, count.get());
                assertEquals(MANY, errors.get());
                assertEquals(0, child.await());
            }
        });
    }

    private static void checkLine(String stream, String line, AtomicInteger count) {
        String expected = stream + " " + count.getAndIncrement() + " ";
        assertTrue(line.startsWith(expected), () -> expected + " is not " + line);
    }

    @Test
    void x12_a_child_that_nobody_reads_is_held_up_by_its_pipe() throws Exception {
        inHub(hub -> {
            var builder = new ProcessBuilder(Child.command("talk", "" + MANY));
            try (var child = ChildProcess.start(builder.redirectErrorStream(true))) {
                assertTrue(child.lines().iterator().next().contains("0 x"));
                assertFalse(child.await(hub.unit()));
                int count = 1;
                for (String line : child.lines()) {
                    assertFalse(line.isEmpty());
                    count++;
                }
                assertEquals(2 * MANY, count);
            }
        });
    }

    @Test
    void x12_communicate_feeds_and_reads_everything() throws Exception {
        inHub(hub -> {
            String input = "line\n".repeat(60_000);
            try (var child = start("echo")) {
                var result = child.communicate(input);
                assertEquals(0, result.exitCode());
                assertEquals(input, result.stdout());
                assertEquals("", result.stderr());
            }
            var talk = Child.command("talk", "1");
            var result = ChildProcess.run(talk.toArray(String[]::new));
            assertTrue(result.stdout().startsWith("out 0 x"));
            assertTrue(result.stderr().startsWith("err 0 x"));
        });
    }

    @Test
    void x12_communicate_that_runs_out_of_time_can_be_called_again() throws Exception {
        inHub(hub -> {
            try (var child = start("echo")) {
                var e =
                        assertThrows(
                                TimeoutException.class,
                                () -> child.communicate("words", Duration.ZERO));
                assertTrue(e.getMessage().contains("within"), e.getMessage());
                assertEquals("words", child.communicate("words", HubCase.ENDLESS).stdout());
                assertEquals("words", child.communicate("words").stdout());
            }
        });
    }

    @Test
    void x12_pipes_take_no_threads_of_the_hubs_pool() throws Exception {
        inHub(hub -> {
            hub.hub().threadPool().resize(1);
            try (var first = start("echo");
                    var second = start("echo")) {
                var children = List.of(first, second);
                var readers = new ArrayList<Greenlet<String>>();
                for (var child : children) {
                    readers.add(Greenlet.spawn(() -> child.lines().iterator().next()));
                    readers.add(Greenlet.spawn(() -> nextOr(child.errorLines(), "none")));
                }
                Greenlet.sleep(hub.unit());
                assertEquals("free", Hub.offload(() -> "free"));
                for (var child : children) {
                    tell(child, "line\n");
                    child.stdin().close();
                }
                assertEquals(
                        List.of("line", "none", "line", "none"),
                        readers.stream().map(Greenlet::get).toList());
            }
        });
    }

    private static String nextOr(Iterable<String> lines, String otherwise) {
        var iterator = lines.iterator();
        return iterator.hasNext() ? iterator.next() : otherwise;
    }

    @Test
    void x12_two_readers_of_one_pipe_are_refused() throws Exception {
        inHub(hub -> {
            try (var child = start("echo")) {
                var first = Greenlet.spawn(() -> child.lines().iterator().next());
                Greenlet.yield();
                var e = assertThrows(IllegalStateException.class, () -> child.stdout().read());
                assertTrue(e.getMessage().contains("Another"), e.getMessage());
                tell(child, "line\n");
                assertEquals("line", first.get());
            }
        });
    }

    @Test
    void x12_leaving_the_block_by_a_kill_ends_the_child() throws Exception {
        inHub(hub -> {
            var seen = new AtomicReference<ChildProcess>();
            var owner =
                    Greenlet.spawn(() -> {
                        try (var child = start("echo")) {
                            seen.set(child);
                            child.await();
                        }
                    });
            while (seen.get() == null) {
                Greenlet.yield();
            }
            owner.kill();
            Killed.assertKilled(owner);
            assertTrue(seen.get().exitCode().isPresent());
            assertFalse(seen.get().process().isAlive());
            assertThrows(IOException.class, () -> seen.get().stdout().read());
            seen.get().kill();
            seen.get().stop();
            seen.get().close();
        });
    }

    /// A child that stays, where the system asks before it kills: else closing may be over at once.
    private static ChildProcess startWhatIsAsked() throws IOException, URISyntaxException {
        HubCase.requires(
                ProcessHandle.current().supportsNormalTermination(),
                "this system does not ask a process to end, it kills it at once");
        return start("stay");
    }

    @Test
    void x12_a_child_that_does_not_end_when_asked_to_is_killed() throws Exception {
        inHub(hub -> {
            var child = startWhatIsAsked();
            assertEquals("stays", child.lines().iterator().next());
            var other = Greenlet.spawn(() -> "goes on");
            child.close();
            assertFalse(child.process().isAlive());
            assertTrue(child.exitCode().isPresent());
            assertEquals("goes on", other.getNow());
        });
    }

    @Test
    void x12_a_close_that_is_cut_short_kills_the_child_at_once() throws Exception {
        inHub(hub -> {
            var child = startWhatIsAsked();
            assertEquals("stays", child.lines().iterator().next());
            var closes = Greenlet.spawn(child::close);
            Greenlet.yield();
            closes.kill();
            Killed.assertKilled(closes);
            assertTrue(child.await() != 0);
        });
    }

    @Test
    void x12_what_cannot_be_started_says_why() throws Exception {
        inHub(hub -> {
            var e = assertThrows(IOException.class, () -> ChildProcess.start("no-such-program"));
            assertTrue(e.getMessage().contains("no-such-program"), e.getMessage());
        });
    }

    @Test
    void x12_without_a_hub_it_works_as_well() throws Exception {
        try (var child = start("echo")) {
            tell(child, "line\n");
            child.stdin().close();
            assertEquals("line", child.lines().iterator().next());
            assertEquals(0, child.await());
        }
    }

    @Test
    void x12_on_the_loops_own_thread_it_is_refused() throws Exception {
        besideHub(hub -> {
            var child = start("echo");
            hub.onLoop(() -> {
                assertThrows(BlockingInLoopException.class, () -> start("echo"));
                assertThrows(BlockingInLoopException.class, () -> child.await());
                assertThrows(BlockingInLoopException.class, () -> child.communicate(""));
                assertThrows(BlockingInLoopException.class, () -> child.stdout().read());
                assertThrows(BlockingInLoopException.class, () -> child.stdin().write(1));
            });
            child.close();
        });
    }

    @Test
    void x06_a_child_that_runs_is_no_deadlock() throws Exception {
        inHub(
                options -> options.closedWorld(true),
                hub -> {
                    try (var child = start("echo")) {
                        tell(child, "line\n");
                        assertEquals("line", child.lines().iterator().next());
                        child.stdin().close();
                        assertFalse(child.lines().iterator().hasNext());
                        assertEquals(0, child.await());
                    }
                });
    }

    @Test
    void x13_a_child_and_a_task_are_waited_for_together() throws Exception {
        inHub(hub -> {
            try (var child = start("exit", "3")) {
                var first = new PoolWait();
                var task = hub.hub().threadPool().spawn(first::await);
                child.whenReady(first::end);
                assertEquals("ended", task.get());
                assertTrue(child.isReady());
                assertEquals(3, child.await());
            }
        });
    }

    @Test
    void x13_w11_a_child_is_one_of_many_that_are_waited_for() throws Exception {
        inHub(hub -> {
            try (var child = start("exit", "3")) {
                var event = new Event();
                var permits = new Semaphore(0);
                var result = new AsyncResult<String>();
                var sleeper = Greenlet.spawn(() -> event.await());
                child.whenReady(permits::release);
                var order = new ArrayList<Waitable>();
                for (Waitable ready :
                        Wait.inOrder(List.of(result, sleeper, event, permits, child))) {
                    order.add(ready);
                    if (ready == permits) {
                        event.set();
                    } else if (ready == sleeper) {
                        result.set("last");
                    }
                }
                assertEquals(5, order.size());
                // The child's end is told by another thread: the hub may be faster with all the
                // rest.
                assertTrue(order.remove(child), () -> "" + order);
                assertEquals(List.of(permits, event, sleeper, result), order);
            }
        });
    }

    /// A task of a pool that lasts until it is told.
    private static final class PoolWait {
        private final CountDownLatch told = new CountDownLatch(1);

        void end() {
            told.countDown();
        }

        String await() throws InterruptedException {
            told.await();
            return "ended";
        }
    }

    @Test
    void x14_asking_again_and_again_whether_it_has_ended_comes_to_an_end() throws Exception {
        inHub(hub -> {
            try (var child = start("exit", "0")) {
                var step = hub.unit().dividedBy(10);
                while (child.exitCode().isEmpty()) {
                    Greenlet.sleep(step);
                }
                assertEquals(OptionalInt.of(0), child.exitCode());
            }
        });
    }
}
