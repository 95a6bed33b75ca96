package io.anyloop.loop.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.spi.Availability.Unavailable;
import io.anyloop.spi.LoopProvider;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ExecutorLoopProviderTest {
    private final ExecutorLoopProvider provider = new ExecutorLoopProvider();

    @Test
    void it_is_listed_and_says_how_to_get_a_loop() {
        var no = assertInstanceOf(Unavailable.class, provider.availability());
        assertEquals("Hub.on(ExecutorLoop.on(executor))", no.remedy());
        var refusal = assertThrows(IllegalStateException.class, provider::open);
        assertTrue(refusal.getMessage().contains(no.reason()), refusal::getMessage);
        assertTrue(refusal.getMessage().contains(no.remedy()), refusal::getMessage);
    }

    @Test
    void both_providers_are_found_by_name() {
        var names =
                ServiceLoader.load(LoopProvider.class).stream()
                        .map(found -> found.get().name())
                        .toList();
        assertTrue(names.contains("select") && names.contains("executor"), names::toString);
    }
}
