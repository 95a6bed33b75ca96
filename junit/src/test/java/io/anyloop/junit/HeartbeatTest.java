package io.anyloop.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What the documentation shows.
final class Heartbeat {
    private int count;

    static Heartbeat start() {
        var heartbeat = new Heartbeat();
        Hub.current().timer(() -> heartbeat.count++).repeat(Duration.ofMinutes(1));
        return heartbeat;
    }

    int count() {
        return count;
    }
}

// @start region="OnHub"
@OnHub(loop = "sim")
class HeartbeatTest {
    @Test
    void it_beats_once_a_minute() {
        var heartbeat = Heartbeat.start();
        Greenlet.sleep(Duration.ofSeconds(3601)); // takes no time on this loop
        assertEquals(60, heartbeat.count());
    }
}
// @end
