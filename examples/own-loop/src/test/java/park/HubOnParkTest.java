package park;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HubOnParkTest {
    // @start region="hub"
    @Test
    void a_hub_finds_the_loop_by_its_name() throws IOException {
        try (Hub hub = Hub.builder().loop("park").open()) {
            String heard =
                    hub.call(() -> {
                        var late = Greenlet.spawn(() -> "park");
                        Greenlet.sleep(Duration.ofMillis(5));
                        return late.get();
                    });
            assertEquals("park", heard);
        }
    }
    // @end
}
