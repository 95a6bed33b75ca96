package io.anyloop.benchmarks;

/// Measures, in a JVM of its own, what a parked thread of one side takes of the heap.
final class ParkedThreads {
    private static final int WARM_UP = 20_000;

    private ParkedThreads() {}

    /// What was found.
    ///
    /// @param count how many threads were parked at once
    /// @param bytes what they took of the heap, all together
    /// @param resumedOnce how many of them were resumed exactly once
    record Found(int count, long bytes, int resumedOnce) {
        double bytesEach() {
            return (double) bytes / count;
        }
    }

    /// Prints what [Forked] reads.
    ///
    /// @param args the side, and how many threads
    public static void main(String[] args) {
        try (Side<?> side = Side.named(args[0])) {
            Found found = measure(side, Integer.parseInt(args[1]));
            IO.println("bytes=" + found.bytes());
            IO.println("resumedOnce=" + found.resumedOnce());
        }
    }

    static Found measure(Side<?> side, int count) {
        // Compiled code leaves smaller frames on a parked stack than interpreted code.
        fill(side, new Crowd(Math.min(count, WARM_UP)));
        Crowd crowd = new Crowd(count);
        long bytes = fill(side, crowd);
        return new Found(count, bytes, crowd.resumedOnce());
    }

    private static long fill(Side<?> side, Crowd crowd) {
        long before = Heap.used();
        side.run(() -> crowd.gather(side));
        long after = Heap.used();
        side.run(crowd::release);
        return after - before;
    }
}
