package io.anyloop.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.kernel.Engine;
import io.anyloop.kernel.ParkingLoop;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the JDK may do with the scheduler that it is given.
class HubSchedulerTest {
    private final Hub hub = Hub.on(new ParkingLoop());
    private final HubScheduler scheduler =
            new HubScheduler(
                    Engine.of(hub), (DescriptorTable) Engine.of(hub).registrations(), null);

    @AfterEach
    void closeHub() {
        hub.close();
    }

    @Test
    void it_cannot_be_shut_down() {
        for (Runnable call : new Runnable[] {scheduler::shutdown, scheduler::close}) {
            var e = assertThrows(UnsupportedOperationException.class, call::run);
            assertTrue(e.getMessage().contains("Close the hub"), e.getMessage());
        }
        assertFalse(scheduler.isShutdown());
    }

    @Test
    void it_runs_tasks_on_the_hubs_thread_and_starts_none_of_its_own() throws Exception {
        var names = new String[1];
        var ran = new CountDownLatch(1);
        scheduler.execute(() -> {
            names[0] = Thread.currentThread().getName();
            ran.countDown();
        });
        assertTrue(ran.await(10, TimeUnit.SECONDS));
        assertEquals(hub.name(), names[0]);
        assertEquals(0, scheduler.getPoolSize());
    }

    @Test
    void a_timed_task_that_is_cancelled_on_the_hub_does_not_run() throws Exception {
        var ran = new CountDownLatch(1);
        scheduler.execute(() -> {
            var cancelled = scheduler.schedule(ran::countDown, 1, TimeUnit.MILLISECONDS);
            assertTrue(cancelled.cancel(false));
            assertTrue(cancelled.isDone());
        });
        hub.call(() -> Greenlet.sleep(Duration.ofMillis(20)));
        assertEquals(1, ran.getCount());
    }

    @Test
    void a_timed_task_outlives_the_hub() throws Exception {
        var ran = new CountDownLatch(1);
        hub.close();
        scheduler.schedule(ran::countDown, 1, TimeUnit.MILLISECONDS);
        assertTrue(ran.await(10, TimeUnit.SECONDS));
    }
}
