package io.anyloop.loop.sim.costs;

import io.anyloop.Greenlet;
import io.anyloop.Greenlets;
import io.anyloop.Hub;
import io.anyloop.Timeout;
import io.anyloop.Wait;
import io.anyloop.group.Group;
import io.anyloop.group.Pool;
import io.anyloop.loop.sim.SimLoop;
import io.anyloop.queue.Channel;
import io.anyloop.queue.Queue;
import io.anyloop.sync.AsyncResult;
import io.anyloop.sync.Barrier;
import io.anyloop.sync.Condition;
import io.anyloop.sync.Event;
import io.anyloop.sync.Lock;
import io.anyloop.sync.Semaphore;
import io.anyloop.waiting.Waitable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// What is done with many of a kind at once. Each scenario is told how many.
public final class Costs {
    private static final Duration SOON = Duration.ofMillis(1);
    private static final Duration FAR = Duration.ofDays(1);

    private Costs() {}

    @FunctionalInterface
    private interface Scenario {
        void run(Hub hub, int count) throws Exception;
    }

    /// By name. To be called by reflection: the caller knows other classes by these names.
    public static Map<String, IntConsumer> all() {
        Map<String, IntConsumer> all = new LinkedHashMap<>();
        add(all, "links are added and fire", Costs::links);
        add(all, "links are taken out, the newest first", Costs::unlinked);
        add(all, "joins run out of time", Costs::joinsTimeOut);
        add(all, "joins are killed", Costs::joinsKilled);
        add(all, "greenlets of another hub join", Costs::joinsElsewhere);
        add(all, "limits around waits expire", Costs::limitsExpire);
        add(all, "limits of one greenlet are taken back", Costs::limitsTakenBack);
        add(all, "limits of one greenlet expire", Costs::limitsOfOneExpire);
        add(all, "limits are left behind", Costs::limitsLeftBehind);
        add(all, "callbacks are registered and taken out", Costs::callbacks);
        add(all, "waits for events run out of time", Costs::eventsTimeOut);
        add(all, "waits for queues run out of time", Costs::queuesTimeOut);
        add(all, "waits for permits run out of time", Costs::permitsTimeOut);
        add(all, "waits for conditions run out of time", Costs::conditionsTimeOut);
        add(all, "a barrier is passed", Costs::barrier);
        add(all, "waits for one future run out of time", Costs::futuresTimeOut);
        add(all, "one future is waited for again and again", Costs::futureInLoop);
        add(all, "many things are waited for at once", Costs::waitForAll);
        add(all, "a group fills and is emptied", Costs::groupDiscards);
        add(all, "a group is killed", Costs::groupKilled);
        add(all, "members fail while many wait for the group", Costs::groupRaises);
        add(all, "a pool passes its slots on", Costs::pool);
        add(all, "waits for quiet run out of time", Costs::quietTimesOut);
        add(all, "calls from another hub", Costs::calls);
        add(all, "the hub sleeps again and again with many parked", Costs::sleepsAmongParked);
        add(all, "threads that are no greenlets wait among many", Costs::plainAmongParked);
        add(all, "what waits in the JDK for good is killed", Costs::killedInVain);
        return all;
    }

    private static void add(Map<String, IntConsumer> all, String name, Scenario scenario) {
        all.put(
                name,
                count -> {
                    try (Hub hub = open()) {
                        hub.call(() -> scenario.run(hub, count));
                    } catch (Exception e) {
                        throw new IllegalStateException(name, e);
                    }
                });
    }

    private static Hub open() {
        return Hub.builder()
                .loop(SimLoop.seeded(1))
                .closedWorld(false)
                .stallLimit(Duration.ofSeconds(Long.MAX_VALUE))
                .errorHandler(report -> {})
                .open();
    }

    @FunctionalInterface
    private interface Wish {
        void run(int number) throws Exception;
    }

    /// So many greenlets, each of which does something.
    private static List<Greenlet<Void>> each(int count, Wish wish) {
        List<Greenlet<Void>> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int number = i;
            all.add(Greenlet.spawn(() -> wish.run(number)));
        }
        return all;
    }

    private static void eachToItsEnd(int count, Wish wish) {
        each(count, wish).forEach(Greenlet::join);
    }

    // ---------------------------------------------------------------- greenlets

    private static void links(Hub hub, int count) {
        var greenlet = Greenlet.spawn(() -> {});
        for (int i = 0; i < count; i++) {
            greenlet.linkOnLoop(ended -> {});
        }
        greenlet.join();
        Greenlet.idle();
    }

    private static void unlinked(Hub hub, int count) {
        var greenlet = Greenlet.spawn(() -> Greenlet.sleep(FAR));
        List<Consumer<Greenlet<Void>>> callbacks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            callbacks.add(ended -> callbacks.get(number));
            greenlet.link(callbacks.get(i));
        }
        Collections.reverse(callbacks);
        callbacks.forEach(greenlet::unlink);
        greenlet.kill();
    }

    private static void joinsTimeOut(Hub hub, int count) {
        var greenlet = Greenlet.spawn(() -> Greenlet.sleep(FAR));
        // The last one to come is the first to go.
        eachToItsEnd(count, number -> greenlet.join(SOON.multipliedBy(count - number)));
        greenlet.kill();
    }

    private static void joinsKilled(Hub hub, int count) {
        var greenlet = Greenlet.spawn(() -> Greenlet.sleep(FAR));
        var joining = each(count, _ -> greenlet.join());
        Greenlet.yield();
        Collections.reverse(joining);
        joining.forEach(Greenlet::killNoWait);
        joining.forEach(Greenlet::join);
        greenlet.kill();
    }

    private static void joinsElsewhere(Hub hub, int count) {
        try (Hub other = open()) {
            var greenlet = other.spawn(() -> new Event().await());
            eachToItsEnd(count, number -> greenlet.join(SOON.multipliedBy(count - number)));
            greenlet.killNoWait();
            greenlet.join();
        }
    }

    private static void waitForAll(Hub hub, int count) {
        var sleeping = each(count, _ -> Greenlet.sleep(FAR));
        Wait.forAll(sleeping, SOON);
        try (var arrivals = Wait.inOrder(sleeping, FAR.multipliedBy(2))) {
            arrivals.forEachRemaining(Greenlet::hasEnded);
        }
        Greenlets.killAll(sleeping);
    }

    private static void calls(Hub hub, int count) {
        try (Hub other = open()) {
            eachToItsEnd(count, _ -> other.call(() -> Greenlet.sleep(SOON)));
        }
    }

    private static void killedInVain(Hub hub, int count) throws InterruptedException {
        var never = new CompletableFuture<Void>();
        var waiting = each(count, _ -> never.join());
        Greenlet.yield();
        waiting.forEach(Greenlet::killNoWait);
        for (int i = 0; i < count; i++) {
            Greenlet.sleep(SOON);
        }
        never.complete(null);
        waiting.forEach(Greenlet::join);
    }

    // ---------------------------------------------------------------- limits

    private static void limitsExpire(Hub hub, int count) {
        eachToItsEnd(
                count,
                number ->
                        Timeout.callOr(
                                SOON.multipliedBy(count - number),
                                () -> {
                                    Greenlet.sleep(FAR);
                                    return null;
                                },
                                null));
    }

    private static void limitsTakenBack(Hub hub, int count) {
        List<Timeout> limits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            limits.add(Timeout.after(FAR.plus(SOON.multipliedBy(i))));
        }
        limits.forEach(Timeout::cancel);
        limits.forEach(Timeout::start);
        Collections.reverse(limits);
        limits.forEach(Timeout::close);
    }

    private static void limitsOfOneExpire(Hub hub, int count) {
        var expiring =
                Greenlet.spawn(() -> {
                    for (int i = 0; i < count; i++) {
                        Timeout.after(SOON);
                    }
                    for (int left = count; left > 0; ) {
                        try {
                            Greenlet.sleep(FAR);
                        } catch (Timeout expected) {
                            left--;
                        }
                    }
                });
        expiring.join();
    }

    private static void limitsLeftBehind(Hub hub, int count) {
        eachToItsEnd(count, _ -> Timeout.after(FAR));
    }

    // ---------------------------------------------------------------- what is waited for

    private static void callbacks(Hub hub, int count) {
        var greenlet = Greenlet.spawn(() -> Greenlet.sleep(FAR));
        for (Waitable one :
                List.of(
                        greenlet,
                        new Event(),
                        new AsyncResult<>(),
                        new Semaphore(0),
                        new Queue<>())) {
            List<Waitable.Registration> registrations = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                registrations.add(one.whenReady(() -> {}));
            }
            Collections.reverse(registrations);
            registrations.forEach(Waitable.Registration::close);
        }
        greenlet.kill();
    }

    private static void eventsTimeOut(Hub hub, int count) {
        var event = new Event();
        var result = new AsyncResult<Void>();
        eachToItsEnd(
                count,
                number -> {
                    event.await(SOON.multipliedBy(count - number));
                    event.toString();
                    result.await(SOON.multipliedBy(number + 1));
                });
    }

    private static void queuesTimeOut(Hub hub, int count) {
        var queue = new Queue<String>(1);
        var channel = new Channel<String>();
        queue.put("full");
        eachToItsEnd(
                count,
                number -> {
                    hears(() -> queue.put("more", SOON.multipliedBy(count - number)));
                    hears(() -> channel.get(SOON.multipliedBy(count - number)));
                    queue.toString();
                });
    }

    private static void hears(Runnable wait) {
        try {
            wait.run();
        } catch (RuntimeException expected) {
            expected.getMessage();
        }
    }

    private static void permitsTimeOut(Hub hub, int count) {
        var permits = new Semaphore(0);
        eachToItsEnd(count, number -> permits.tryAcquire(SOON.multipliedBy(count - number)));
    }

    private static void conditionsTimeOut(Hub hub, int count) {
        var lock = new Lock();
        Condition changed = lock.newCondition();
        eachToItsEnd(
                count, number -> lock.run(() -> changed.await(SOON.multipliedBy(count - number))));
    }

    private static void barrier(Hub hub, int count) {
        var barrier = new Barrier(count);
        eachToItsEnd(count, _ -> barrier.await());
    }

    private static void futuresTimeOut(Hub hub, int count) {
        var future = new CompletableFuture<String>();
        eachToItsEnd(
                count, number -> AsyncResult.from(future).await(SOON.multipliedBy(count - number)));
        require(future.getNumberOfDependents() <= 1, "dependents are left on the future");
    }

    private static void futureInLoop(Hub hub, int count) throws TimeoutException {
        var future = new CompletableFuture<String>();
        for (int i = 0; i < count; i++) {
            require(!AsyncResult.from(future).await(SOON), "it is decided");
        }
        require(future.getNumberOfDependents() <= 1, "dependents are left on the future");
        future.complete("done");
        require(AsyncResult.from(future).get(SOON).equals("done"), "it is not decided");
    }

    private static void require(boolean is, String otherwise) {
        if (!is) {
            throw new AssertionError(otherwise);
        }
    }

    private static void quietTimesOut(Hub hub, int count) {
        var busy = Greenlet.spawn(() -> Greenlet.sleep(FAR));
        eachToItsEnd(count, number -> hub.awaitQuiet(SOON.multipliedBy(count - number)));
        busy.kill();
    }

    private static void sleepsAmongParked(Hub hub, int count) {
        var never = new Event();
        var inJdk = new CompletableFuture<Void>();
        var parked = each(count, _ -> never.await());
        parked.add(
                Greenlet.spawn(() -> {
                    inJdk.join();
                }));
        Greenlet.yield();
        try (Hub other = open()) {
            for (int i = 0; i < count / 10; i++) {
                other.call(Costs::spin); // Until this hub sleeps.
            }
        }
        inJdk.complete(null);
        never.set();
        parked.forEach(Greenlet::join);
    }

    private static void plainAmongParked(Hub hub, int count) throws InterruptedException {
        var never = new Event();
        var parked = each(count, _ -> never.await());
        Greenlet.yield();
        Thread plain =
                Thread.ofVirtual()
                        .start(() -> {
                            for (int i = 0; i < count; i++) {
                                never.await(Duration.ZERO);
                            }
                        });
        plain.join();
        never.set();
        parked.forEach(Greenlet::join);
    }

    private static void spin() {
        long end = System.nanoTime() + 100_000;
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    // ---------------------------------------------------------------- groups and pools

    private static void groupDiscards(Hub hub, int count) {
        var group = new Group();
        var members = each(count, _ -> Greenlet.sleep(FAR));
        members.forEach(group::add);
        Collections.reverse(members);
        members.forEach(group::discard);
        members.forEach(group::add);
        members.forEach(group::killOneNoWait);
        group.join();
    }

    private static void groupKilled(Hub hub, int count) {
        var group = new Group();
        for (int i = 0; i < count; i++) {
            group.spawn(() -> Greenlet.sleep(FAR));
        }
        Greenlet.yield();
        group.kill();
    }

    private static void groupRaises(Hub hub, int count) {
        var group = new Group();
        var waiting = each(count, _ -> hears(() -> group.<RuntimeException>joinRaising()));
        for (int i = 0; i < count; i++) {
            group.spawn(() -> {
                Greenlet.sleep(SOON);
                throw new IllegalStateException("a member's failure");
            });
        }
        waiting.forEach(Greenlet::join);
    }

    private static void pool(Hub hub, int count) {
        var pool = new Pool(10);
        List<Greenlet<Void>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(pool.applyAsync(() -> Greenlet.sleep(SOON)));
        }
        all.forEach(Greenlet::join);
        pool.join();
    }
}
