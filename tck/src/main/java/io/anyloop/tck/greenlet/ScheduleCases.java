package io.anyloop.tck.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.tck.fixture.Cases;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Tasks that an executor runs as greenlets later, and again and again.
public abstract class ScheduleCases extends Cases {

    @Test
    void b08_scheduled_tasks_come_at_their_time() throws Exception {
        inHub(hub -> {
            try (var executor = hub.hub().executor()) {
                long nanos = hub.unit().toNanos();
                long begin = hub.now();
                var once = executor.schedule(hub::now, nanos, TimeUnit.NANOSECONDS);
                var far = executor.schedule(hub::now, 2, TimeUnit.DAYS);
                assertTrue(far.getDelay(TimeUnit.HOURS) > 40);
                assertTrue(far.compareTo(once) > 0);
                assertTrue(far.cancel(false));
                long at = once.get();
                assertTrue(at - begin >= nanos, () -> "after " + (at - begin));
                var times = new ArrayList<Long>();
                long rateBegin = hub.now();
                var rate =
                        executor.scheduleAtFixedRate(
                                () -> times.add(hub.now()), nanos, nanos, TimeUnit.NANOSECONDS);
                do {
                    Greenlet.sleep(hub.units(10));
                } while (times.size() < 2); // who comes first after a pause of the machine is open
                assertTrue(rate.cancel(false));
                int count = times.size();
                long most = (hub.now() - rateBegin) / nanos;
                assertTrue(count >= 2 && count <= most, () -> count + " runs");
                Greenlet.sleep(hub.units(3));
                assertEquals(count, times.size(), "it ran after it was cancelled");
                if (hub.isVirtual()) {
                    assertEquals(
                            IntStream.range(1, count).mapToObj(i -> nanos).toList(), gaps(times));
                }
            }
        });
    }

    private static List<Long> gaps(List<Long> times) {
        return IntStream.range(1, times.size())
                .mapToObj(i -> times.get(i) - times.get(i - 1))
                .toList();
    }

    @Test
    void b08_a_fixed_delay_counts_from_the_end_of_the_run_before() throws Exception {
        inHub(hub -> {
            try (var executor = hub.hub().executor()) {
                long nanos = hub.unit().toNanos();
                var begins = new ArrayList<Long>();
                Runnable slow =
                        () -> {
                            begins.add(hub.now());
                            Greenlet.sleep(hub.unit());
                        };
                var delay = executor.scheduleWithFixedDelay(slow, 0, nanos, TimeUnit.NANOSECONDS);
                while (begins.size() < 4) {
                    Greenlet.sleep(hub.unit());
                }
                assertTrue(delay.cancel(true));
                for (long gap : gaps(begins)) {
                    assertTrue(gap >= 2 * nanos, () -> "begun again after " + gap + " ns");
                }
            }
        });
    }

    @Test
    void b08_a_periodic_task_ends_with_its_failure_or_with_the_shutdown() throws Exception {
        inHub(hub -> {
            var executor = hub.hub().executor();
            long nanos = hub.unit().toNanos();
            var failure = new IllegalStateException("expected");
            var runs = new AtomicInteger();
            var fails =
                    executor.scheduleWithFixedDelay(
                            () -> {
                                if (runs.incrementAndGet() == 3) {
                                    throw failure;
                                }
                            },
                            0,
                            nanos,
                            TimeUnit.NANOSECONDS);
            assertSame(failure, assertThrows(ExecutionException.class, fails::get).getCause());
            assertEquals(3, runs.get());
            var periodic = executor.scheduleAtFixedRate(runs::incrementAndGet, 1, 1, TimeUnit.DAYS);
            executor.shutdown();
            assertTrue(periodic.isCancelled());
            assertTrue(executor.awaitTermination(1, TimeUnit.DAYS));
            assertEquals(3, runs.get());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> executor.scheduleAtFixedRate(() -> {}, 1, 0, TimeUnit.SECONDS));
        });
    }
}
