package io.anyloop.adopt;

import io.anyloop.HubBuilder;
import io.anyloop.group.HubGroup;
import io.anyloop.jdk.Exits;
import io.anyloop.kernel.Engine;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Brings a program to hubs. The agent calls it, by name.
public final class Adoption {
    private final HubGroup hubs;
    private final Executor[] schedulers;
    private final AtomicInteger dealt = new AtomicInteger();
    private final Main main;
    private final Wishes wishes;

    private Adoption(Wishes wishes) {
        HubBuilder[] builders = new HubBuilder[wishes.hubs()];
        for (int i = 0; i < builders.length; i++) {
            builders[i] = wishes.builder();
        }
        this.wishes = wishes;
        this.hubs = HubGroup.open(builders.length, number -> builders[number]);
        this.main = new Main(hubs.hubs().getFirst());
        this.schedulers =
                hubs.hubs().stream()
                        .map(hub -> Engine.of(hub).scheduler())
                        .toArray(Executor[]::new);
    }

    /// Opens the hubs.
    ///
    /// @param options by their names; one without a value has an empty one
    /// @return `main`, a `Consumer` that runs what it is given as the program's main greenlet, to be called on the main thread, and throws
    ///     what that throws; `platform`, a `Predicate` that tells which virtual threads take the place of threads that keep a program
    ///     going; `threads`, null unless asked for, a `UnaryOperator` that takes the scheduler of a hub's thread that makes a
    ///     virtual thread, or null for another thread, and gives the scheduler of the new one, or null for the JDK's own choice;
    ///     `pools`, null unless asked for, a `BiFunction` that takes the queue and the factory of a thread pool, and gives the factory
    ///     that it is to have
    /// @throws IllegalArgumentException if an option cannot be
    /// @throws IllegalStateException if no hub can be opened
    public static Map<String, Object> begin(Map<String, String> options) {
        Wishes wishes = Wishes.of(options);
        Adoption adoption = new Adoption(wishes);
        Exits.afterHooks(() -> End.of(adoption.hubs.hubs(), adoption.main, wishes.drain()));
        return adoption.forAgent();
    }

    private Map<String, Object> forAgent() {
        Pools pools = new Pools(wishes);
        Predicate<Thread> platform = thread -> main.isOn(thread) || pools.made(thread);
        Consumer<Callable<?>> runMain = main::run;
        Map<String, Object> all = new HashMap<>();
        all.put("main", runMain);
        all.put("platform", platform);
        if (wishes.threads()) {
            UnaryOperator<Executor> deal = this::deal;
            all.put("threads", deal);
        }
        if (wishes.pools()) {
            BiFunction<BlockingQueue<?>, ThreadFactory, ThreadFactory> choose = pools::factory;
            all.put("pools", choose);
        }
        return all;
    }

    /// Who is made on a hub of the program's own stays there.
    private Executor deal(Executor maker) {
        if (maker != null && !isOurs(maker)) {
            return null;
        }
        for (int i = 0; i < schedulers.length; i++) {
            int next = Math.floorMod(dealt.getAndIncrement(), schedulers.length);
            if (!hubs.hubs().get(next).isClosed()) {
                return schedulers[next];
            }
        }
        return null;
    }

    private boolean isOurs(Executor scheduler) {
        for (Executor one : schedulers) {
            if (one == scheduler) {
                return true;
            }
        }
        return false;
    }
}
