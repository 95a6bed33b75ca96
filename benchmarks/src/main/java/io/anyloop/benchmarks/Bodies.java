package io.anyloop.benchmarks;

import io.anyloop.Greenlet;
import io.anyloop.benchmarks.Side.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// What is measured, once for both sides. Each runs inside a thread of its side.
final class Bodies {
    private Bodies() {}

    static void yieldThread(int times) {
        for (int i = 0; i < times; i++) {
            Thread.yield();
        }
    }

    static void yieldGreenlet(int times) {
        for (int i = 0; i < times; i++) {
            Greenlet.yield();
        }
    }

    /// Two threads that do the same, one after the other if it yields.
    static <T> void two(Side<T> side, Step step) {
        T first = side.start(step);
        T second = side.start(step);
        side.join(first);
        side.join(second);
    }

    /// Two threads that hand a turn to each other.
    ///
    /// @param times how often it is handed over, both directions counted; an even number
    static <T> void handOff(Side<T> side, int times) {
        HandOff game = new HandOff(times / 2);
        T even = side.start(() -> game.play(0));
        T odd = side.start(() -> game.play(1));
        side.join(even);
        side.join(odd);
        game.check();
    }

    private static final class HandOff {
        private final int rounds;
        private final Thread[] players = new Thread[2];
        private volatile int turn;
        private int played;

        HandOff(int rounds) {
            this.rounds = rounds;
        }

        void play(int me) {
            int other = 1 - me;
            players[me] = Thread.currentThread();
            while (players[other] == null) {
                Thread.yield();
            }
            for (int i = 0; i < rounds; i++) {
                while (turn != me) {
                    LockSupport.park();
                }
                played++;
                turn = other;
                LockSupport.unpark(players[other]);
            }
        }

        void check() {
            if (played != 2 * rounds) {
                throw new IllegalStateException(
                        "%d hand-offs instead of %d".formatted(played, 2 * rounds));
            }
        }
    }

    /// Starts a batch of threads that end at once, waits for them all, and starts the next batch.
    static <T> void spawn(Side<T> side, int batches, int batch) {
        int[] ended = {0};
        Step step = () -> ended[0]++;
        for (int i = 0; i < batches; i++) {
            List<T> started = new ArrayList<>(batch);
            for (int k = 0; k < batch; k++) {
                started.add(side.start(step));
            }
            for (T thread : started) {
                side.join(thread);
            }
        }
        if (ended[0] != batches * batch) {
            throw new IllegalStateException(ended[0] + " ended instead of " + batches * batch);
        }
    }
}
