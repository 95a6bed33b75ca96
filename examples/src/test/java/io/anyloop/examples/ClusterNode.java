package io.anyloop.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyloop.Greenlet;
import io.anyloop.vertx.GreenletHandler;
import io.anyloop.vertx.VertxFutures;
import io.vertx.core.eventbus.Message;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// A worker in a virtual machine of its own: what it says, and [#main], which runs there.
final class ClusterNode implements Closeable {
    static final String READY = "ready";
    private static final Duration LIFE = Duration.ofMinutes(2);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final List<String> lines = new ArrayList<>();
    private final String name;
    private final Process process;
    private final Thread reader;

    ClusterNode(String name, int port) throws IOException {
        this.name = name;
        var command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djdk.trackAllThreads=false",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ClusterNode.class.getName(),
                        name,
                        Integer.toString(port));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        reader = Thread.ofPlatform().daemon().name("output of " + name).start(this::read);
    }

    private void read() {
        try (var output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("The output of " + name + " was cut off.", e);
        } finally {
            synchronized (lines) {
                lines.add("the end of " + name);
                lines.notifyAll();
            }
        }
    }

    /// What it said so far. After [#kill] all of it, without a last line that was cut off.
    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    void awaitReady() throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        synchronized (lines) {
            while (!lines.contains(READY)) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0 || !reader.isAlive()) {
                    throw new AssertionError(
                            name + " is not ready, and said: " + String.join("\n", lines));
                }
                lines.wait(Math.min(left, 1000));
            }
        }
    }

    String name() {
        return name;
    }

    /// Ends it as a power cut would. What it had said is kept.
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || !reader.join(LIMIT)) {
            throw new AssertionError(process + " cannot be killed.");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    // ---------------------------------------------------------------- in its own virtual machine

    /// @param args its name, and the port of a node to join
    public static void main(String[] args) {
        Thread.ofPlatform().daemon().start(ClusterNode::endWithParent);
        Thread.ofPlatform().daemon().start(ClusterNode::endInTime);
        var vertx = LoopbackCluster.join(Integer.parseInt(args[1])).vertx();
        vertx.deployVerticle(new Forgetful(args[0])).await();
        IO.println(READY);
    }

    /// The pipe from a parent that has ended is at its end.
    private static void endWithParent() {
        try {
            System.in.readAllBytes();
        } catch (IOException e) {
            // So it has ended.
        }
        Runtime.getRuntime().halt(1);
    }

    private static void endInTime() {
        try {
            Thread.sleep(LIFE);
        } catch (InterruptedException e) {
            // Nobody interrupts it.
        }
        Runtime.getRuntime().halt(2);
    }

    /// Does not answer for every tenth item when it first comes, as if the answer had been lost. And answers questions, after a
    /// question of its own.
    private static final class Forgetful extends ClusterWorker {
        private static final int NOT_ANSWERED = 10;
        private final Set<String> once = new HashSet<>();
        private final String name;

        Forgetful(String name) {
            super(_ -> {
                Greenlet.sleep(Duration.ofMillis(10));
                return "by " + name;
            });
            this.name = name;
        }

        @Override
        protected void start() {
            super.start();
            var questions = vertx.eventBus().consumer(name, GreenletHandler.message(this::answer));
            VertxFutures.await(questions.completion());
        }

        // @start region="docs"
        private void answer(Message<String> question) {
            var back = vertx.eventBus().<String>request("back", name); // to another node
            question.reply(question.body() + ", " + VertxFutures.await(back).body());
        }

        // @end

        @Override
        void acknowledge(Message<String> message, String entry) {
            String item = message.body();
            if (Integer.parseInt(item) % NOT_ANSWERED == 0 && once.add(item)) {
                tell("silent", item);
            } else {
                super.acknowledge(message, entry);
            }
        }
    }
}
