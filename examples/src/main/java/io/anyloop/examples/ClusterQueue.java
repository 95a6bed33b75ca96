package io.anyloop.examples;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.group.Group;
import io.anyloop.queue.JoinableQueue;
import io.anyloop.vertx.VertxFutures;
import io.anyloop.vertx.VertxHub;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Hands out items to [ClusterWorker]s over the event bus, on whatever nodes of the cluster they are. The event bus may lose any
/// message, so an item that nobody acknowledges in time is handed out again; the workers see to it that it is not done again. An
/// item whose work fails again and again is given up.
final class ClusterQueue {
    static final String ADDRESS = "work";
    static final int MOST_FAILURES = 5;
    private static final Duration PAUSE = Duration.ofMillis(50);

    /// The ledger's entry for each item that was acknowledged.
    final Map<String, String> acknowledged =
            new TreeMap<>(); // no lock: one greenlet runs at a time

    /// The last failure of each item that was given up.
    final Map<String, String> givenUp = new TreeMap<>();

    /// How often an item was handed out again.
    int repeated;

    private final Map<String, Integer> failures = new HashMap<>();
    private final Vertx vertx;
    private final Duration patience;

    ClusterQueue(Vertx vertx, Duration patience) {
        this.vertx = vertx;
        this.patience = patience;
    }

    /// `work` on as many machines as there are, and a number of items on one, all with the same cluster manager of Vert.x on the
    /// class path.
    static void main(String... args) {
        Vertx vertx = Vertx.builder().buildClustered().await();
        if (args[0].equals("work")) {
            vertx.deployVerticle(new ClusterWorker(item -> "item " + item + " done")).await();
            return;
        }
        var items = IntStream.range(0, Integer.parseInt(args[0])).mapToObj(Integer::toString);
        var queue = new ClusterQueue(vertx, Duration.ofSeconds(5));
        VertxHub.call(vertx, () -> queue.handOut(items.toList(), 20)).await();
        IO.println(queue.acknowledged);
        queue.givenUp.forEach((item, failure) -> IO.println("given up: " + item + ", " + failure));
        vertx.close().await();
    }

    // @start region="docs"
    /// Returns when every item is acknowledged or given up.
    Map<String, String> handOut(Collection<String> items, int atOnce) {
        var todo = new JoinableQueue<String>(0, items);
        var senders = new Group();
        senders.run(() -> {
            for (int i = 0; i < atOnce; i++) {
                senders.spawn(() -> todo.forEach(item -> handOut(item, todo)));
            }
            todo.join();
            todo.shutdown(); // ends the senders
        });
        return acknowledged;
    }

    private void handOut(String item, JoinableQueue<String> todo) {
        String entry = Timeout.callOr(patience, () -> ask(item), null);
        if (entry != null) {
            acknowledged.put(item, entry);
        } else if (!givenUp.containsKey(item)) {
            repeated++;
            todo.put(item); // lost: the item, or the answer, or the worker
        }
        todo.taskDone();
    }

    private String ask(String item) {
        try {
            return VertxFutures.await(vertx.eventBus().<String>request(ADDRESS, item)).body();
        } catch (ReplyException e) { // nobody is there, or the work failed
            if (e.failureType() == ReplyFailure.RECIPIENT_FAILURE
                    && failures.merge(item, 1, Integer::sum) == MOST_FAILURES) {
                givenUp.put(item, e.getMessage());
            } else {
                Greenlet.sleep(PAUSE);
            }
            return null;
        }
    }
    // @end
}
