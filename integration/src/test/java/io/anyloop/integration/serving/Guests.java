package io.anyloop.integration.serving;

import io.anyloop.integration.serving.Guest.Answer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Threads of the platform that ask a server, each for numbers of its own, and have some of the handlers cut off.
final class Guests {
    private static final int GUESTS = 6;
    private static final int LONGEST_MICROS = 12_000;
    private static final int LONGEST_PAUSE_MILLIS = 5;

    private final int port;
    private final Map<String, Integer> counts = new TreeMap<>();

    Guests(int port) {
        this.port = port;
        List.of("right", "cut", "wrong", "failed", "silent").forEach(what -> counts.put(what, 0));
    }

    /// @return how many requests of as many were answered right, each on a connection of its own
    static int sound(int port, int requests) throws InterruptedException {
        int right = 0;
        for (int i = 0; i < requests; i++) {
            String number = "%016x".formatted(i);
            try (Guest guest = new Guest(port)) {
                right += guest.ask(number, Work.How.PLAIN, 0, 0).body().equals(number) ? 1 : 0;
            } catch (IOException e) {
                IO.println("unsound: " + e);
            }
        }
        return right;
    }

    /// @return how often what happened: `right`, `cut`, and what may not be: `wrong`, `failed`, `silent`
    Map<String, Integer> ask(int rounds, long seed) throws InterruptedException {
        var random = new SplittableRandom(seed);
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < GUESTS; i++) {
            SplittableRandom own = random.split();
            all.add(Thread.ofPlatform().start(() -> rounds(rounds / GUESTS, own)));
        }
        for (Thread thread : all) {
            thread.join();
        }
        return counts;
    }

    private void rounds(int rounds, SplittableRandom random) {
        try (Guest guest = new Guest(port)) {
            for (int i = 0; i < rounds; i++) {
                round(guest, random);
            }
        } catch (IOException | InterruptedException e) {
            count("failed", e);
        }
    }

    private void round(Guest guest, SplittableRandom random) throws InterruptedException {
        String number = "%016x".formatted(random.nextLong());
        Work.How[] ways = Work.How.values();
        Work.How how = random.nextInt(2) == 0 ? Work.How.PLAIN : ways[random.nextInt(ways.length)];
        long micros = random.nextInt(LONGEST_MICROS);
        long pause = random.nextInt(LONGEST_PAUSE_MILLIS);
        boolean used = guest.isConnected();
        try {
            judge(guest.ask(number, how, micros, pause), number, how);
        } catch (SocketTimeoutException e) {
            count("silent", new IOException("" + how, e));
        } catch (IOException e) {
            if (how != Work.How.PLAIN) {
                count("cut");
            } else if (used) {
                again(guest, number); // A server may close what it has kept, at any time.
            } else {
                count("failed", e);
            }
        }
    }

    private void again(Guest guest, String number) throws InterruptedException {
        try {
            judge(guest.ask(number, Work.How.PLAIN, 0, 0), number, Work.How.PLAIN);
        } catch (IOException e) {
            count("failed", e);
        }
    }

    private void judge(Answer answer, String number, Work.How how) {
        boolean mayFail = how != Work.How.PLAIN;
        if (answer.status() == 200 && answer.body().equals(number)) {
            count("right");
        } else if (mayFail && (answer.status() >= 500 || answer.body().equals(Work.LATE))) {
            count("cut");
        } else if (answer.status() == 200) {
            count("wrong");
        } else {
            count("failed", new IOException(how + ": " + answer));
        }
    }

    private void count(String what, Exception why) {
        IO.println(what + ": " + why);
        count(what);
    }

    private synchronized void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }
}
