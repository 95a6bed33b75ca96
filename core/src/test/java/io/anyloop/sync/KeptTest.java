package io.anyloop.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeptTest {
    private final Kept<Object, String> kept = new Kept<>();

    @Test
    void objects_are_told_apart_by_identity() {
        List<String> one = List.of("equal");
        List<String> other = List.of("equal");
        assertNull(kept.putIfAbsent(one, "first"));
        assertNull(kept.putIfAbsent(other, "second"));
        assertEquals("first", kept.putIfAbsent(one, "third"));
        kept.remove(one);
        assertNull(kept.putIfAbsent(one, "fourth"));
        assertEquals("second", kept.putIfAbsent(other, "fifth"));
    }

    @Test
    void what_is_collected_is_forgotten() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            kept.putIfAbsent(new Object(), "value");
        }
        for (int i = 0; i < 500 && kept.size() > 0; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertEquals(0, kept.size());
        assertTrue(kept.putIfAbsent(this, "value") == null);
    }
}
