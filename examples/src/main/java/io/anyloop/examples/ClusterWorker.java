package io.anyloop.examples;

import io.anyloop.Greenlet;
import io.anyloop.vertx.GreenletHandler;
import io.anyloop.vertx.GreenletVerticle;
import io.anyloop.vertx.VertxFutures;
import io.vertx.core.eventbus.Message;
import io.vertx.core.shareddata.AsyncMap;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// Does items that come over the event bus, each in a greenlet, and answers when the outcome is in the ledger, a map of the whole
/// cluster. The entry there is the effect: of all who do an item, by mistake or after a node was lost, one enters it.
class ClusterWorker extends GreenletVerticle {
    static final String LEDGER = "done";

    /// What is to be done. It may be done more than once; its outcome is entered once.
    interface Work {
        String on(String item) throws Exception;
    }

    private final Work work;
    private AsyncMap<String, String> ledger;

    ClusterWorker(Work work) {
        this.work = work;
    }

    // @start region="docs"
    private final Map<String, Greenlet<String>> seen = new HashMap<>(); // by item

    @Override
    protected void start() {
        ledger = VertxFutures.await(vertx.sharedData().getAsyncMap(LEDGER));
        var consumer =
                vertx.eventBus()
                        .consumer(ClusterQueue.ADDRESS, GreenletHandler.message(this::take));
        VertxFutures.await(consumer.completion());
    }

    private void take(Message<String> message) throws Exception {
        String item = message.body();
        Greenlet<String> doing = seen.get(item);
        if (doing == null || doing.hasEnded() && !doing.isSuccessful()) {
            doing = Greenlet.spawn(() -> enter(item));
            seen.put(item, doing);
        } else {
            tell("known", item); // and done, or under way
        }
        acknowledge(message, doing.<Exception>get());
    }

    private String enter(String item) throws Exception {
        tell("doing", item);
        String mine = work.on(item) + " " + UUID.randomUUID();
        String others = VertxFutures.await(ledger.putIfAbsent(item, mine));
        if (others == null || others.equals(mine)) { // the cluster, too, may have tried twice
            tell("entered", item);
            return mine;
        }
        tell("refused", item);
        return others;
    }

    // @end

    void acknowledge(Message<String> message, String entry) {
        message.reply(entry);
    }

    void tell(String what, String item) {
        IO.println(what + " " + item);
    }
}
