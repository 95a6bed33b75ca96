package io.anyloop.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class SocketWireTest {

    @Test
    void what_was_sent_is_read_once() throws IOException {
        try (var wire = SocketWire.open()) {
            assertEquals(0, wire.drain(), "a fresh wire");
            wire.makeReadable();
            wire.makeReadable();
            assertEquals(2, wire.drain(), "two bytes");
            assertEquals(0, wire.drain(), "a drained wire");
        }
    }

    @Test
    void a_wire_can_be_filled_again_after_room_was_made() throws IOException {
        try (var wire = SocketWire.open()) {
            for (int i = 0; i < 5; i++) {
                wire.fill();
                wire.makeWritable();
            }
            wire.makeReadable();
            assertEquals(1, wire.drain(), "the other direction");
        }
    }

    @Test
    void after_a_hang_up_reading_fails() throws IOException {
        try (var wire = SocketWire.open()) {
            wire.fill();
            wire.hangUp();
            assertThrows(IOException.class, wire::drain, "a connection that was reset");
        }
    }

    @Test
    void numbers_come_again() throws IOException {
        var numbers = new HashSet<Integer>();
        for (int i = 0; i < 20; i++) {
            try (var wire = SocketWire.open()) {
                numbers.add(wire.descriptor());
            }
        }
        assertTrue(numbers.size() < 20, () -> "20 wires, one after the other: " + numbers);
    }
}
