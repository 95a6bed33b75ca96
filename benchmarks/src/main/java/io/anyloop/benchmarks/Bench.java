package io.anyloop.benchmarks;

import io.anyloop.benchmarks.Measured.Effort;
import io.anyloop.benchmarks.SwitchBench.Against;
import java.util.ArrayList;
import java.util.List;

/// The command `./anyloop bench`. Ends with 0 whether or not targets are met, with 1 if something went wrong.
final class Bench {
    private static final String USAGE =
            """
            ./anyloop bench switch [--quick]   yield, hand-off, spawn, timeout (5 minutes)
            ./anyloop bench memory [--quick]   heap of a million parked greenlets
            ./anyloop bench idle               processor time of 10,000 parked greenlets
            ./anyloop bench echo [--quick]     echo servers: peak and latency, beside C, Netty and others (25 minutes)
            ./anyloop bench wake [--quick]     a parked greenlet woken by another thread (4 minutes)
            ./anyloop bench timers [--quick]   a million pending timeouts: time, heap, lateness
            ./anyloop bench syscalls [--quick] system calls for each message of the echo servers
            ./anyloop bench http [--quick]     HTTP inside Vert.x: greenlets, callbacks, virtual threads (15 minutes)
            ./anyloop bench jdbc [--quick]     a query by JDBC for each HTTP request: greenlets, executeBlocking (5 minutes)
            ./anyloop bench hosttimers [--quick] timers of Vert.x's while greenlets spin on its event loop (4 minutes)
            ./anyloop bench start [--quick]    what a program that starts costs: with the agent, and as a server until it has answered (5 minutes)
            ./anyloop bench adopt [--quick]    servers on virtual threads, as they are and under adopt (8 minutes)
            ./anyloop bench bytebuf [--quick]  Netty's buffers, written by a greenlet on the hub's loop

            Each beside what the JDK or others offer, if they do. The exit status tells errors, not targets.
            echo and syscalls take --only=PART, again and again: the servers whose names have such a part, beside C and Netty.
            echo takes --rounds=N: fewer than the 15 of a record, or more.
            echo takes --shared: what a message costs where another process wants the server's processor, too (4 minutes).
            switch and echo take --beside=HOME: another Java, whose figures stand beside those of this one.
            jdbc needs a PostgreSQL: --database=postgresql://user:password@host:port/name.
            echo, wake, timers, syscalls, http, jdbc, hosttimers, start and adopt leave JSON and a picture in benchmarks/target/bench.\
            """;

    private static final String ONLY = "--only=";
    private static final String ROUNDS = "--rounds=";
    private static final String SHARED = "--shared";
    private static final String BESIDE = "--beside=";
    private static final String DATABASE = "--database=";
    private static final List<String> OF_JAVAS = List.of("switch", "echo");
    private static final List<String> OF_SERVERS = List.of("echo", "syscalls");

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
            run(words.getFirst(), options(words.subList(1, words.size())));
        } catch (IllegalArgumentException e) {
            fail(e.getMessage() + System.lineSeparator() + USAGE);
        } catch (Missing e) {
            fail(e.getMessage());
        } catch (Exception e) {
            fail(words + " failed: " + e);
        }
    }

    /// What the words after the name of a benchmark ask for.
    static Options options(List<String> words) {
        boolean quick = false;
        List<String> only = new ArrayList<>();
        int rounds = 0;
        String database = "";
        String beside = "";
        boolean shared = false;
        for (String word : words) {
            if (word.equals("--quick")) {
                quick = true;
            } else if (word.equals(SHARED)) {
                shared = true;
            } else if (word.startsWith(ONLY)) {
                only.add(word.substring(ONLY.length()));
            } else if (word.matches(ROUNDS + "[1-9][0-9]{0,3}")) {
                rounds = Integer.parseInt(word.substring(ROUNDS.length()));
            } else if (word.startsWith(DATABASE)) {
                database = word.substring(DATABASE.length());
            } else if (word.startsWith(BESIDE)) {
                beside = word.substring(BESIDE.length());
            } else {
                throw new IllegalArgumentException("Unknown option: " + word);
            }
        }
        return new Options(quick, only, rounds, database, beside, shared);
    }

    /// @param quick for a first look
    /// @param only parts of the names of servers; none for all
    /// @param rounds how many; 0 for as many as usual
    /// @param database where it is; empty for none
    /// @param beside the home of another Java; empty for none
    /// @param shared whether the server's processor is
    record Options(
            boolean quick,
            List<String> only,
            int rounds,
            String database,
            String beside,
            boolean shared) {
        /// The Java to measure beside this one; null for none.
        OtherJava other() throws Missing {
            return beside.isEmpty() ? null : OtherJava.at(beside);
        }

        /// Refuses what this benchmark does not know.
        void check(String name) {
            if (!only.isEmpty() && !OF_SERVERS.contains(name)) {
                throw new IllegalArgumentException("Only echo and syscalls know " + ONLY);
            }
            if (rounds > 0 && !name.equals("echo")) {
                throw new IllegalArgumentException("Only echo knows " + ROUNDS);
            }
            if (!beside.isEmpty() && !OF_JAVAS.contains(name)) {
                throw new IllegalArgumentException("Only switch and echo know " + BESIDE);
            }
            if (shared && (!name.equals("echo") || rounds > 0 || !beside.isEmpty())) {
                throw new IllegalArgumentException(
                        "Only echo knows " + SHARED + ", and beside it --only and --quick");
            }
            if (!database.isEmpty() && !name.equals("jdbc")) {
                throw new IllegalArgumentException("Only jdbc knows " + DATABASE);
            }
        }
    }

    private static void run(String name, Options options) throws Exception {
        boolean quick = options.quick();
        options.check(name);
        switch (name) {
            case "switch" ->
                    new SwitchBench(
                                    quick ? Effort.QUICK : Effort.FULL,
                                    options.other() == null
                                            ? Against.JDK
                                            : Against.thisJava(options.other()))
                            .run();
            case "memory" -> new MemoryBench(quick).run();
            case "idle" -> IdleBench.run();
            case "echo" -> {
                if (options.shared()) {
                    SharedBench.run(quick, options.only());
                    return;
                }
                new EchoBench(Rounds.of(quick, options.rounds()), options.only(), options.other())
                        .run();
            }
            case "wake" -> new WakeBench(quick).run();
            case "timers" -> new TimersBench(quick).run();
            case "syscalls" -> new SyscallsBench(quick, options.only()).run();
            case "http" -> new HttpBench(quick).run();
            case "jdbc" -> new JdbcBench(quick, options.database()).run();
            case "hosttimers" -> new HostTimersBench(quick).run();
            case "start" -> new StartBench(quick).run();
            case "adopt" -> AdoptBench.runAll(quick);
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
