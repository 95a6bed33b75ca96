package io.anyloop.loop.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AlarmTest {
    private static final int ROUNDS = 300_000;

    @Test
    void only_an_earlier_time_disturbs_the_sleeper() {
        var alarm = new Alarm();
        assertTrue(alarm.set(1000));
        assertEquals(1000, alarm.sleepUntil());
        assertFalse(alarm.set(2000));
        assertFalse(alarm.set(Long.MAX_VALUE));
        assertFalse(alarm.set(1500));
        assertTrue(alarm.set(999));
    }

    @Test
    void a_time_is_taken_once_and_not_before_it_has_come() {
        var alarm = new Alarm();
        alarm.set(1000);
        assertFalse(alarm.take(999));
        assertTrue(alarm.take(1000));
        assertFalse(alarm.take(1001));
    }

    /// The setter races with a sleeper that has just taken the time before. Either the sleeper sees
    /// the new time, or the setter learns that it has to wake.
    @Test
    void a_time_set_while_the_sleeper_goes_to_sleep_is_not_slept_over() throws Exception {
        var alarms = new Alarm[ROUNDS];
        var woken = new boolean[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            alarms[i] = new Alarm();
            alarms[i].set(1000);
            alarms[i].sleepUntil();
            alarms[i].take(1000);
        }
        var arrived = new AtomicInteger();
        var setter =
                Thread.ofPlatform()
                        .start(() -> {
                            for (int i = 0; i < ROUNDS; i++) {
                                meet(arrived, i);
                                woken[i] = alarms[i].set(2000);
                            }
                        });
        int sleptOver = 0;
        var until = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            meet(arrived, i);
            until[i] = alarms[i].sleepUntil();
        }
        setter.join();
        for (int i = 0; i < ROUNDS; i++) {
            sleptOver += until[i] != 2000 && !woken[i] ? 1 : 0;
        }
        assertEquals(0, sleptOver, "times that nobody would have noticed");
    }

    /// Both threads leave as nearly at once as can be.
    private static void meet(AtomicInteger arrived, int round) {
        arrived.incrementAndGet();
        while (arrived.get() < 2 * (round + 1)) {
            Thread.onSpinWait();
        }
    }
}
