package io.anyloop.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Programs that know nothing of Anyloop. What they do is named by their first argument.
public final class Unmodified {
    private Unmodified() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "arguments" ->
                    System.out.println(
                            String.join(" ", arguments) + " " + System.getProperty("some"));
            case "where" -> where();
            case "exit" -> System.exit(7);
            case "exitBeside" -> exitBeside();
            case "fail" -> throw new IllegalStateException("it failed");
            case "failHandled" -> failHandled();
            case "returns" -> returns();
            case "stdin" ->
                    System.out.println(
                            "read "
                                    + new BufferedReader(new InputStreamReader(System.in))
                                            .readLine());
            case "serve" -> serve();
            case "pools" -> pools();
            case "poolGoesOn" -> poolGoesOn();
            case "spin" -> spin(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /// Where a thread runs, as its own text says.
    static String carrier() {
        String text = Thread.currentThread().toString();
        return text.contains("@hub") ? text.substring(text.indexOf("@hub") + 1) : "no hub";
    }

    private static void where() throws InterruptedException {
        System.out.println("main " + Thread.currentThread().getName() + " " + carrier());
        System.out.println(
                "daemon "
                        + Thread.currentThread().isDaemon()
                        + " "
                        + Thread.currentThread().getThreadGroup().getName());
        for (int i = 0; i < 4; i++) {
            Thread.startVirtualThread(() -> System.out.println("virtual " + carrier())).join();
        }
        Thread.ofPlatform()
                .start(() ->
                        join(
                                Thread.startVirtualThread(
                                        () -> System.out.println("of platform " + carrier()))))
                .join();
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            all.submit(() -> System.out.println("executor " + carrier()));
        }
        Thread.ofVirtual().factory().newThread(() -> System.out.println("never run"));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void exitBeside() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
        Thread.startVirtualThread(() -> System.exit(8));
        try {
            Thread.sleep(Duration.ofMinutes(5));
        } finally {
            System.out.println("main was cut off");
        }
    }

    private static void failHandled() {
        Thread.currentThread()
                .setUncaughtExceptionHandler((thread, failure) ->
                        System.out.println(thread.getName() + " " + failure.getMessage()));
        throw new IllegalStateException("it failed");
    }

    private static void returns() {
        new Thread(
                        () -> {
                            try {
                                Thread.sleep(500);
                            } catch (InterruptedException e) {
                                return;
                            }
                            System.out.println("the other ends");
                        })
                .start();
        System.out.println("main ends");
    }

    private static void serve() throws IOException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
        try (ServerSocket server = new ServerSocket(0)) {
            System.out.println(server.getLocalPort());
            while (true) {
                Socket guest = server.accept();
                Thread.startVirtualThread(() -> echo(guest));
            }
        }
    }

    private static void echo(Socket guest) {
        try (guest) {
            String where = carrier();
            for (int read = guest.getInputStream().read();
                    read >= 0;
                    read = guest.getInputStream().read()) {
                guest.getOutputStream().write(where.equals("no hub") ? '-' : read);
            }
        } catch (IOException e) {
            System.out.println("lost: " + e);
        }
    }

    private static void pools() throws Exception {
        try (ExecutorService fixed = Executors.newFixedThreadPool(2)) {
            System.out.println(
                    "fixed "
                            + fixed.submit(() -> Thread.currentThread().getName() + " " + carrier())
                                    .get());
        }
        try (ExecutorService cached = Executors.newCachedThreadPool()) {
            System.out.println("cached " + cached.submit(Unmodified::carrier).get());
        }
        try (ExecutorService single = Executors.newSingleThreadExecutor()) {
            System.out.println("single " + single.submit(Unmodified::carrier).get());
        }
        try (var scheduled = Executors.newScheduledThreadPool(1)) {
            System.out.println(
                    "scheduled "
                            + scheduled
                                    .schedule(Unmodified::carrier, 1, TimeUnit.MILLISECONDS)
                                    .get());
        }
        for (int i = 0; i < 2; i++) {
            try (ExecutorService own = Executors.newFixedThreadPool(1, new OwnFactory())) {
                System.out.println("own " + own.submit(Unmodified::carrier).get());
            }
        }
        try (ExecutorService work = Executors.newWorkStealingPool()) {
            System.out.println("work stealing " + work.submit(Unmodified::carrier).get());
        }
    }

    static final class OwnFactory implements java.util.concurrent.ThreadFactory {
        @Override
        public Thread newThread(Runnable task) {
            return new Thread(task);
        }
    }

    /// The pool's thread keeps the program going, as one of the system's does.
    private static void poolGoesOn() {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        pool.execute(() -> {
            try {
                Thread.sleep(500);
            } catch (InterruptedException e) {
                return;
            }
            System.out.println("the pool ends");
            pool.shutdown();
        });
        System.out.println("main ends");
    }

    /// So many threads that compute, more than there are hubs. Main wants to go on.
    ///
    /// @param reports so many warnings are waited for in the end
    private static void spin(int count, int reports) throws InterruptedException {
        CountDownLatch logged = new CountDownLatch(reports);
        Logger.getLogger("").addHandler(new Counting(logged));
        Thread[] threads = new Thread[count];
        for (int i = 0; i < count; i++) {
            threads[i] = Thread.startVirtualThread(Unmodified::compute);
        }
        Thread.sleep(100);
        System.out.println("main goes on");
        for (Thread thread : threads) {
            thread.interrupt();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println(logged.await(30, TimeUnit.SECONDS) ? "all logged" : "too few logged");
        Thread.sleep(300); // for more than these
    }

    private static final class Counting extends Handler {
        private final CountDownLatch logged;

        Counting(CountDownLatch logged) {
            this.logged = logged;
        }

        @Override
        public void publish(LogRecord log) {
            logged.countDown();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static void compute() {
        while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }
}
