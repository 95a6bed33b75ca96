package io.anyloop.loop.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// C-01 and C-03 for scoped values, which are newer than the Java that the contracts are compiled for.
class ScopedValueTest {
    private static final ScopedValue<String> NAME = ScopedValue.newInstance();

    @Test
    void c01_a_scoped_value_is_bound_for_one_greenlet_while_others_run() {
        try (Hub hub = Hub.open("select")) {
            hub.call(() -> {
                List<Greenlet<String>> all = new ArrayList<>();
                for (String name : List.of("a", "b")) {
                    all.add(Greenlet.spawn(() -> ScopedValue.where(NAME, name).call(this::seen)));
                }
                assertEquals(List.of("a", "b"), all.stream().map(Greenlet::get).toList());
                assertFalse(NAME.isBound());
            });
        }
    }

    private String seen() {
        Greenlet.yield();
        return NAME.get();
    }

    @Test
    void c03_a_greenlet_does_not_inherit_scoped_values() {
        try (Hub hub = Hub.open("select")) {
            hub.call(() ->
                    ScopedValue.where(NAME, "outer")
                            .run(() -> {
                                assertFalse(Greenlet.spawn(NAME::isBound).get());
                                assertFalse(Hub.<Boolean, RuntimeException>offload(NAME::isBound));
                                assertEquals("outer", NAME.get());
                            }));
        }
    }
}
