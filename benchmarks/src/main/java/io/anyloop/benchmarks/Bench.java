package io.anyloop.benchmarks;

import io.anyloop.benchmarks.Measured.Effort;
import io.anyloop.benchmarks.SwitchBench.Against;
import java.util.List;

/// The command `./anyloop bench`. Ends with 0 whether or not targets are met, with 1 if something went wrong.
final class Bench {
    private static final String USAGE =
            """
            ./anyloop bench switch [--quick]   yield, hand-off, spawn, timeout (5 minutes)
            ./anyloop bench memory [--quick]   heap of a million parked greenlets
            ./anyloop bench idle               processor time of 10,000 parked greenlets
            ./anyloop bench echo [--quick]     echo servers: peak and latency, beside C, Netty and others (30 minutes)
            ./anyloop bench wake [--quick]     a parked greenlet woken by another thread (4 minutes)
            ./anyloop bench timers [--quick]   a million pending timeouts: time, heap, lateness
            ./anyloop bench syscalls [--quick] system calls for each message of the echo servers
            ./anyloop bench http [--quick]     HTTP inside Vert.x: greenlets, callbacks, virtual threads (10 minutes)
            ./anyloop bench bytebuf [--quick]  Netty's buffers, written by a greenlet on the hub's loop

            Each beside what the JDK or others offer, if they do. The exit status tells errors, not targets.
            echo, wake, timers, syscalls and http leave JSON and a picture in benchmarks/target/bench.\
            """;

    private Bench() {}

    /// Runs one benchmark, or says what there is.
    ///
    /// @param args which one, and how
    public static void main(String[] args) {
        List<String> words = List.of(args);
        if (words.isEmpty()) {
            IO.println(USAGE);
            return;
        }
        try {
            run(words.getFirst(), isQuick(words));
        } catch (IllegalArgumentException e) {
            fail(e.getMessage() + System.lineSeparator() + USAGE);
        } catch (Missing e) {
            fail(e.getMessage());
        } catch (Exception e) {
            fail(words + " failed: " + e);
        }
    }

    private static boolean isQuick(List<String> words) {
        for (String word : words.subList(1, words.size())) {
            if (!word.equals("--quick")) {
                throw new IllegalArgumentException("Unknown option: " + word);
            }
        }
        return words.size() > 1;
    }

    private static void run(String name, boolean quick) throws Exception {
        switch (name) {
            case "switch" -> new SwitchBench(quick ? Effort.QUICK : Effort.FULL, Against.JDK).run();
            case "memory" -> new MemoryBench(quick).run();
            case "idle" -> IdleBench.run();
            case "echo" -> new EchoBench(quick).run();
            case "wake" -> new WakeBench(quick).run();
            case "timers" -> new TimersBench(quick).run();
            case "syscalls" -> new SyscallsBench(quick).run();
            case "http" -> new HttpBench(quick).run();
            case "bytebuf" ->
                    new SwitchBench(quick ? Effort.QUICK : Effort.FULL, Against.EVENT_LOOP).run();
            default -> throw new IllegalArgumentException("Unknown benchmark: " + name);
        }
    }

    private static void fail(String message) {
        System.err.println(message);
        System.exit(1);
    }
}
