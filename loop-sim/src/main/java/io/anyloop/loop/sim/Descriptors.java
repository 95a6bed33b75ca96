package io.anyloop.loop.sim;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The simulated system: its open descriptors, and what each is ready for. Any thread.
///
/// A descriptor is one [AtomicInteger] from its opening to its close; only numbers are used again.
final class Descriptors {
    private final ConcurrentMap<Integer, AtomicInteger> open = new ConcurrentHashMap<>();

    /// Opens the lowest number that is free.
    int open() {
        int number = 0;
        while (open.putIfAbsent(number, new AtomicInteger()) != null) {
            number++;
        }
        return number;
    }

    void close(int number) {
        get(number).set(0);
        open.remove(number);
    }

    Optional<AtomicInteger> find(int number) {
        return Optional.ofNullable(open.get(number));
    }

    AtomicInteger get(int number) {
        return find(number).orElseThrow(() -> new IllegalArgumentException(notOpen(number)));
    }

    static String notOpen(int number) {
        return "Descriptor %d is not open; openDescriptor() opens one.".formatted(number);
    }
}
