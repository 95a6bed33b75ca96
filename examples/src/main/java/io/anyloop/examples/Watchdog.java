package io.anyloop.examples;

import java.time.Duration;
import java.util.function.Supplier;

/// Ends Java when the demo takes too long, and says what it was at.
final class Watchdog {
    private Watchdog() {}

    static void start(Duration limit, Supplier<String> state) {
        Thread.ofPlatform().daemon().name("watchdog").start(() -> watch(limit, state));
    }

    private static void watch(Duration limit, Supplier<String> state) {
        try {
            Thread.sleep(limit);
        } catch (InterruptedException e) {
            return; // somebody does not want to be watched
        }
        System.err.println("The demo has not ended within " + limit.toSeconds() + " seconds.");
        System.err.println(state.get());
        Runtime.getRuntime().halt(1); // not exit: what hangs might hold that up too
    }
}
