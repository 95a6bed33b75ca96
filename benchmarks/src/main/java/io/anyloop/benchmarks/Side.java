package io.anyloop.benchmarks;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.function.Action;

/// Where the threads of a benchmark live, so that both sides run the same code.
///
/// @param <T> a thread of this side
interface Side<T> extends AutoCloseable {

    /// Code that either side takes as it is, so that neither pays for a wrapper.
    interface Step extends Runnable, Action<RuntimeException> {
        @Override
        void run();
    }

    /// Runs code in a thread of this side and waits for its end. From outside.
    void run(Step body);

    /// Starts a thread of this side. From a thread of this side.
    T start(Step body);

    /// Waits for the end of a thread of this side. From a thread of this side.
    void join(T thread);

    @Override
    void close();

    /// The side of a name, for a JVM that is told by its arguments.
    static Side<?> named(String name) {
        return switch (name) {
            case "greenlets" -> new Greenlets();
            case "stock" -> new Stock();
            default -> throw new IllegalArgumentException("No side is named " + name + ".");
        };
    }

    /// Greenlets on one hub, on the loop that it chooses.
    final class Greenlets implements Side<Greenlet<?>> {
        final Hub hub = Hub.open();

        @Override
        public void run(Step body) {
            hub.call(body);
        }

        @Override
        public Greenlet<?> start(Step body) {
            return Greenlet.spawn(body);
        }

        @Override
        public void join(Greenlet<?> greenlet) {
            greenlet.join();
        }

        @Override
        public void close() {
            hub.close();
        }
    }

    /// The JDK's virtual threads on its own scheduler.
    final class Stock implements Side<Thread> {
        @Override
        public void run(Step body) {
            Throwable[] failure = {null};
            join(Thread.startVirtualThread(() -> failure[0] = failureOf(body)));
            if (failure[0] != null) {
                throw new IllegalStateException(failure[0]);
            }
        }

        private static Throwable failureOf(Step body) {
            try {
                body.run();
                return null;
            } catch (Throwable e) {
                return e;
            }
        }

        @Override
        public Thread start(Step body) {
            return Thread.startVirtualThread(body);
        }

        @Override
        public void join(Thread thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException("Nobody interrupts a benchmark.", e);
            }
        }

        @Override
        public void close() {
            // The JDK's scheduler ends with the JVM.
        }
    }
}
