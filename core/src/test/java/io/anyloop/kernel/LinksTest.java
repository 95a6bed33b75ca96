package io.anyloop.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anyloop.Hub;
import io.anyloop.waiting.Waiter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinksTest {
    private final Hub hub = Hub.on(new ParkingLoop());
    private final Links links = new Links(hub.unstarted(() -> null));
    private final List<String> fired = new ArrayList<>();

    @AfterEach
    void closeHub() {
        hub.close();
    }

    /// A link that notes that it fired.
    private final class Noted extends Link.OfCallback {
        private final String name;

        Noted(String name) {
            super(name);
            this.name = name;
        }

        @Override
        boolean fire(Strand<?> ended) {
            fired.add(name);
            return false;
        }
    }

    private Noted add(String name) {
        var link = new Noted(name);
        links.add(link);
        return link;
    }

    @Test
    void they_fire_in_order_and_once() {
        add("a");
        add("b");
        add("a");
        links.run();
        links.run();
        assertEquals(List.of("a", "b", "a"), fired);
        assertEquals(0, links.size());
    }

    @Test
    void the_first_for_a_callback_is_taken_out() {
        add("a");
        add("b");
        add("a");
        links.removeFor("a");
        links.removeFor("unknown");
        assertEquals(2, links.size());
        links.run();
        assertEquals(List.of("b", "a"), fired);
    }

    @Test
    void among_many_too_the_first_for_a_callback_is_taken_out() {
        for (int i = 0; i < 30; i++) {
            add("" + i % 10);
        }
        links.add(new Link.Join(Waiter.here("join", null)));
        for (int i = 0; i < 10; i++) {
            links.removeFor("" + i);
        }
        links.removeFor("unknown");
        add("3");
        links.removeFor("3");
        links.run();
        links.removeFor("3");
        assertEquals(List.of("0", "1", "2", "4", "5", "6", "7", "8", "9"), fired.subList(0, 9));
        assertEquals(List.of("0", "1", "2", "3"), fired.subList(9, 13));
        assertEquals(20, fired.size());
        assertEquals(0, links.size());
    }

    @Test
    void when_many_callbacks_are_cleared_more_can_be_added_and_taken_out() {
        for (int i = 0; i < 30; i++) {
            add("" + i);
        }
        links.removeFor("29");
        links.clearCallbacks();
        add("a");
        add("b");
        links.removeFor("a");
        links.run();
        assertEquals(List.of("b"), fired);
    }

    @Test
    void first_middle_and_last_can_be_taken_out_and_more_be_added() {
        var a = add("a");
        var b = add("b");
        add("c");
        var d = add("d");
        links.remove(d);
        links.remove(d);
        add("e");
        links.remove(b);
        links.remove(a);
        assertEquals(2, links.size());
        add("f");
        links.run();
        assertEquals(List.of("c", "e", "f"), fired);
    }

    @Test
    void the_only_one_can_be_taken_out_and_another_be_added() {
        links.remove(add("a"));
        assertEquals(0, links.size());
        add("b");
        links.run();
        assertEquals(List.of("b"), fired);
    }

    @Test
    void clearing_callbacks_leaves_those_who_join() {
        add("a");
        links.add(new Link.Join(Waiter.here("join", null)));
        add("b");
        links.add(new Link.Join(Waiter.here("join", null)));
        add("c");
        links.clearCallbacks();
        assertEquals(2, links.size());
        add("d");
        links.run();
        assertEquals(List.of("d"), fired);
    }
}
