package io.anyloop.examples.models;

import io.anyloop.vertx.VertxHub;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// For how long an event loop stands still while ten greenlets of it are in calls that block a thread for 300 ms each.
public final class HostLag {
    private static final int GREENLETS = 10;
    private static final long BLOCKED_MILLIS = 300;

    private HostLag() {}

    /// What a greenlet does.
    private interface Call {
        void run(int number) throws Exception;
    }

    static void main(String... args) throws Exception {
        if (args.length > 0) {
            holdLock(Path.of(args[0]));
            return;
        }
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        for (boolean isWarm : new boolean[] {false, true}) {
            Path folder = Files.createTempDirectory("lag");
            for (int i = 0; i < GREENLETS; i++) {
                pipe(folder, "open" + i);
                pipe(folder, "drip" + i);
            }
            tell(vertx, isWarm, "nothing, but time", _ -> Thread.sleep(BLOCKED_MILLIS));
            tell(vertx, isWarm, "open pipes", number -> openPipe(folder.resolve("open" + number)));
            tell(vertx, isWarm, "slow files", number -> drip(folder.resolve("drip" + number)));
            Path[] locked = lockedFiles(folder);
            tell(vertx, isWarm, "locks of files", number -> lock(locked[number]));
        }
        tell(vertx, true, "a class initialiser", _ -> initialize());
        tell(vertx, true, "one computes", number -> blockIf(number == 0));
        vertx.close().await();
    }

    private static void tell(Vertx vertx, boolean isWarm, String what, Call call) throws Exception {
        var ended = new CountDownLatch(GREENLETS);
        var hub = VertxHub.of(vertx);
        for (int i = 0; i < GREENLETS; i++) {
            int number = i;
            hub.spawn(() -> {
                try {
                    call.run(number);
                } finally {
                    ended.countDown();
                }
            });
        }
        long worst = 0;
        while (ended.getCount() > 0) {
            var answered = new CountDownLatch(1);
            long begun = System.nanoTime();
            ((VertxInternal) vertx).nettyEventLoopGroup().next().execute(answered::countDown);
            answered.await();
            worst = Math.max(worst, System.nanoTime() - begun);
            TimeUnit.MILLISECONDS.sleep(1);
        }
        if (isWarm) {
            IO.println("%s: %.1f ms".formatted(what, worst / 1e6));
        }
    }

    private static void pipe(Path folder, String name) throws Exception {
        new ProcessBuilder("mkfifo", folder.resolve(name).toString()).start().waitFor();
    }

    private static void openPipe(Path pipe) throws IOException {
        later(() -> new FileOutputStream(pipe.toFile()).close());
        new FileInputStream(pipe.toFile()).close();
    }

    private static void drip(Path pipe) throws IOException {
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    try (var out = new FileOutputStream(pipe.toFile())) {
                        for (int i = 0; i < 10; i++) {
                            TimeUnit.MILLISECONDS.sleep(BLOCKED_MILLIS / 10);
                            out.write(i);
                        }
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
        try (var stream = new FileInputStream(pipe.toFile());
                var in = stream.getChannel()) {
            while (in.read(ByteBuffer.allocate(1)) > 0) {
                // As slow as it comes.
            }
        }
    }

    /// Files that other processes have locked for a while.
    private static Path[] lockedFiles(Path folder) throws IOException {
        Path[] files = new Path[GREENLETS];
        Process[] holders = new Process[GREENLETS];
        for (int i = 0; i < GREENLETS; i++) {
            files[i] = folder.resolve("lock" + i);
            holders[i] =
                    new ProcessBuilder(
                                    System.getProperty("java.home") + "/bin/java",
                                    "-XX:TieredStopAtLevel=1",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    HostLag.class.getName(),
                                    files[i].toString())
                            .start();
            holders[i].getInputStream().read();
        }
        for (Process holder : holders) {
            later(() -> holder.getOutputStream().close());
        }
        return files;
    }

    private static void lock(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            lock.release();
        }
    }

    private static void holdLock(Path file) throws IOException {
        try (var channel =
                        FileChannel.open(
                                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            IO.println("locked");
            System.in.read();
            lock.release();
        }
    }

    private static void initialize() throws Exception {
        MethodHandles.lookup().ensureInitialized(Slow.class);
    }

    private static final class Slow {
        static {
            try {
                Thread.sleep(BLOCKED_MILLIS);
            } catch (InterruptedException e) {
                throw new ExceptionInInitializerError(e);
            }
        }
    }

    /// The JDK hears nothing of it; so a loop that never yields is like a driver's native code.
    private static void blockIf(boolean blocks) {
        long end = System.nanoTime() + (blocks ? BLOCKED_MILLIS * 1_000_000 : 0);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private interface Ending {
        void run() throws IOException;
    }

    private static void later(Ending ending) {
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    try {
                        TimeUnit.MILLISECONDS.sleep(BLOCKED_MILLIS);
                        ending.run();
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }
}
