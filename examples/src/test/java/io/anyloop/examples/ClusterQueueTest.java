package io.anyloop.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.function.Body;
import io.anyloop.vertx.GreenletHandler;
import io.anyloop.vertx.VertxFutures;
import io.anyloop.vertx.VertxHub;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// [ClusterQueue] and [ClusterWorker], first in one virtual machine, then in a cluster of three, of which one is killed.
class ClusterQueueTest {
    private static final int AT_ONCE = 20;
    private static final long LIMIT = 60;
    private static final Duration SHORT = Duration.ofSeconds(1);

    private static List<String> items(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    private static <T> Future<T> start(Vertx vertx, Body<T, ?> body) {
        return VertxHub.call(vertx, body);
    }

    private static <T> T call(Vertx vertx, Body<T, ?> body) {
        return start(vertx, body).timeout(LIMIT, TimeUnit.SECONDS).await();
    }

    private static void eventually(String otherwise, BooleanSupplier done)
            throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT);
        while (!done.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, otherwise);
            Thread.sleep(5);
        }
    }

    // ---------------------------------------------------------------- one virtual machine

    /// A worker whose first answer for each item is lost, and which fails at some items the first time.
    private static final class Faulty extends ClusterWorker {
        private final Map<String, Integer> told;
        private final Set<String> once = new HashSet<>();

        /// @param told counts what is told; all on one event loop
        Faulty(Map<String, Integer> told, Set<String> failed) {
            super(item -> {
                Greenlet.yield();
                if (item.endsWith("3") && failed.add(item)) {
                    throw new IllegalStateException("expected");
                }
                return "done";
            });
            this.told = told;
        }

        @Override
        void acknowledge(Message<String> message, String entry) {
            if (!once.add(message.body())) {
                super.acknowledge(message, entry);
            }
        }

        @Override
        void tell(String what, String item) {
            told.merge(what, 1, Integer::sum);
        }
    }

    @Test
    void what_is_not_acknowledged_is_handed_out_again_and_not_done_again() throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            var errors = new ArrayList<String>();
            VertxHub.of(
                    vertx.getOrCreateContext(),
                    hub -> hub.errorHandler(report -> errors.add(report.failure().getMessage())));
            var told = new TreeMap<String, Integer>();
            var failed = new HashSet<String>();
            for (int i = 0; i < 2; i++) {
                vertx.deployVerticle(new Faulty(told, failed))
                        .timeout(LIMIT, TimeUnit.SECONDS)
                        .await();
            }
            var queue = new ClusterQueue(vertx, Duration.ofMillis(200));
            int size = call(vertx, () -> queue.handOut(items(30), AT_ONCE).size());
            assertEquals(30, size);
            assertEquals(30, told.get("entered"), told::toString);
            assertEquals(Set.of("3", "13", "23"), failed);
            assertEquals(Set.of("expected"), Set.copyOf(errors));
            assertTrue(queue.repeated >= 33, told::toString);
            assertTrue(told.containsKey("known"), told::toString);
            vertx.eventBus().send(ClusterQueue.ADDRESS, "0"); // to one of the workers
            vertx.eventBus().send(ClusterQueue.ADDRESS, "0"); // to the other
            eventually(
                    "the ledger refuses nothing",
                    () -> call(vertx, () -> told.containsKey("refused")));
            assertEquals(30, told.get("entered"), told::toString);
        } finally {
            vertx.close().timeout(LIMIT, TimeUnit.SECONDS).await();
        }
    }

    @Test
    void what_fails_again_and_again_is_given_up_and_said() throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            VertxHub.of(vertx.getOrCreateContext(), hub -> hub.errorHandler(_ -> {}));
            int[] tried = new int[1];
            vertx.deployVerticle(
                            new ClusterWorker(item -> {
                                if (item.equals("1")) {
                                    throw new IllegalStateException("failure " + ++tried[0]);
                                }
                                return "done";
                            }))
                    .timeout(LIMIT, TimeUnit.SECONDS)
                    .await();
            var queue = new ClusterQueue(vertx, Duration.ofSeconds(LIMIT));
            var done = call(vertx, () -> Set.copyOf(queue.handOut(items(3), AT_ONCE).keySet()));
            assertEquals(Set.of("0", "2"), done);
            int most = ClusterQueue.MOST_FAILURES;
            assertEquals(most, tried[0]);
            assertEquals(
                    Map.of("1", "java.lang.IllegalStateException: failure " + most), queue.givenUp);
        } finally {
            vertx.close().timeout(LIMIT, TimeUnit.SECONDS).await();
        }
    }

    // ---------------------------------------------------------------- a cluster

    private static final int ITEMS = 400;
    private static final int BEFORE_THE_KILL = 100;

    @Test
    @Timeout(120)
    void in_a_cluster_each_item_is_done_once_though_a_node_is_killed() throws Exception {
        try (var here = LoopbackCluster.found();
                var one = new ClusterNode("one", here.port());
                var other = new ClusterNode("other", here.port())) {
            one.awaitReady();
            other.awaitReady();
            assertEquals(3, here.size());
            assertTheyAskEachOther(here.vertx());
            eventually("the maps are not held twice", here::isSafe);

            var queue = new ClusterQueue(here.vertx(), SHORT);
            var handingOut =
                    start(here.vertx(), () -> Map.copyOf(queue.handOut(items(ITEMS), AT_ONCE)));
            eventually(
                    "nothing is done any more",
                    () ->
                            acknowledged(here.vertx(), queue) >= BEFORE_THE_KILL
                                    && !said(one, "entered").isEmpty());
            assertFalse(handingOut.isComplete(), "killed when all was done");
            one.kill();
            Map<String, String> done = handingOut.timeout(LIMIT, TimeUnit.SECONDS).await();

            assertEquals(ITEMS, done.size(), "items that were lost");
            assertTrue(queue.repeated > 0, "nothing was lost on the way");
            assertAllAreKnown(here.vertx(), done);
            Map<String, String> ledger = ledger(here);
            other.kill();
            assertEntered(done, ledger, one, other);
        }
    }

    /// Greenlets here ask there, whose greenlets ask back before they answer.
    private static void assertTheyAskEachOther(Vertx vertx) {
        var asked = new ArrayList<String>();
        call(
                vertx,
                () -> {
                    var consumer =
                            vertx.eventBus()
                                    .<String>consumer(
                                            "back",
                                            GreenletHandler.message(question -> {
                                                Greenlet.yield();
                                                asked.add(question.body());
                                                question.reply("dear " + question.body());
                                            }));
                    VertxFutures.await(consumer.completion());
                    for (String name : List.of("one", "other")) {
                        assertEquals("hello, dear " + name, ask(vertx, name));
                    }
                    return null;
                });
        assertTrue(asked.containsAll(List.of("one", "other")), asked::toString);
    }

    /// Who has just come is not known everywhere yet.
    private static String ask(Vertx vertx, String name) {
        while (true) {
            try {
                return VertxFutures.await(vertx.eventBus().<String>request(name, "hello")).body();
            } catch (ReplyException e) {
                Greenlet.sleep(Duration.ofMillis(50));
            }
        }
    }

    private static int acknowledged(Vertx vertx, ClusterQueue queue) {
        return call(vertx, () -> queue.acknowledged.size());
    }

    /// As if every acknowledgement had been lost: all is handed out again, and nobody does anything again.
    private static void assertAllAreKnown(Vertx vertx, Map<String, String> done) {
        var again = new ClusterQueue(vertx, SHORT);
        assertEquals(
                done,
                call(vertx, () -> again.handOut(items(ITEMS), AT_ONCE)),
                "some were done again");
    }

    private static Map<String, String> ledger(LoopbackCluster cluster) {
        return cluster.vertx()
                .sharedData()
                .<String, String>getClusterWideMap(ClusterWorker.LEDGER)
                .compose(map -> map.entries())
                .timeout(LIMIT, TimeUnit.SECONDS)
                .await();
    }

    /// What the nodes said counts the effects. One that was killed may have been too late to say the last.
    private static void assertEntered(
            Map<String, String> done,
            Map<String, String> ledger,
            ClusterNode one,
            ClusterNode other) {
        assertEquals(done, ledger, "what was acknowledged is what was entered");
        var by = new TreeMap<String, String>();
        for (ClusterNode node : List.of(one, other)) {
            for (String item : said(node, "entered")) {
                assertEquals(null, by.put(item, node.name()), "entered twice: " + item);
            }
        }
        for (String item : items(ITEMS)) {
            String node = by.getOrDefault(item, one.name());
            assertTrue(done.get(item).startsWith("by " + node + " "), node + ": " + done.get(item));
        }
        assertTrue(by.size() >= ITEMS - AT_ONCE, by::toString);
        assertFalse(said(one, "entered").isEmpty(), "the one that was killed had done nothing");
        assertTrue(
                said(one, "doing").size() + said(other, "doing").size() > ITEMS,
                "nothing came twice");
        assertFalse(said(other, "known").isEmpty(), "nothing was known from memory");
        assertFalse(said(other, "refused").isEmpty(), "nothing was refused by the ledger");
        assertFalse(said(other, "silent").isEmpty(), "no answer was lost");
    }

    private static List<String> said(ClusterNode node, String what) {
        return node.lines().stream()
                .filter(line -> line.matches(what + " \\d+"))
                .map(line -> line.substring(what.length() + 1))
                .toList();
    }
}
