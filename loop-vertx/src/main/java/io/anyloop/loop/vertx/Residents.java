package io.anyloop.loop.vertx;

import io.anyloop.spi.Surroundings;
import io.netty.util.concurrent.Future;
import io.vertx.core.Completable;
import io.vertx.core.ThreadingModel;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// The greenlets of one event loop that run or wait, each in its context. Confined to the thread that carries them, except
/// [#place].
final class Residents {
    private final VertxInternal vertx;

    /// For greenlets that were made where no context of this event loop was current. Of no deployment, whatever the context
    /// the loop was made from.
    private final ContextInternal home;

    /// The verticles that greenlets live in, by the context that Vert.x gave them.
    private final Map<ContextInternal, Deployed> deployed = new IdentityHashMap<>();

    /// How long undeploying waits for greenlets that were killed.
    private volatile Duration endLimit = Duration.ofSeconds(10);

    private volatile Function<List<Thread>, String> describer = List::toString;

    /// All, the newest first.
    private Place newest;

    Residents(ContextInternal context) {
        this.vertx = context.owner();
        this.home =
                vertx.contextBuilder()
                        .withEventLoop(context.nettyEventLoop())
                        .withThreadingModel(ThreadingModel.EVENT_LOOP)
                        .build();
    }

    VertxInternal vertx() {
        return vertx;
    }

    void endLimit(Duration limit) {
        endLimit = limit;
    }

    /// @param says of greenlets, by their threads, what they wait for
    void describer(Function<List<Thread>, String> says) {
        describer = says;
    }

    /// The threads of the greenlets that live in a verticle's context.
    List<Thread> threadsIn(ContextInternal context) {
        List<Thread> threads = new ArrayList<>();
        for (Place place = newest; place != null; place = place.older) {
            if (place.verticle != null && place.verticle.root == context.unwrap()) {
                threads.add(place.thread);
            }
        }
        return threads;
    }

    /// A place for a greenlet that is made now. Any thread.
    Surroundings place() {
        ContextInternal current = ContextInternal.current();
        return new Place(isHere(current) ? current : home.duplicate());
    }

    private boolean isHere(ContextInternal context) {
        return context != null
                && context.nettyEventLoop() == home.nettyEventLoop()
                && context.threadingModel() == ThreadingModel.EVENT_LOOP;
    }

    /// One that was undeployed is not kept: nobody would take it out.
    private Deployed verticleOf(ContextInternal root) {
        Deployed known = deployed.get(root);
        if (known == null) {
            known = new Deployed(root);
            if (known.isOpen()) {
                deployed.put(root, known);
            }
        }
        return known;
    }

    /// The place whose greenlet a thread carries at the moment, or null. Any thread: a guess, unless the carrier stands still,
    /// which is when it is asked.
    Place mountedOn(Thread carrier) {
        String end = "@" + carrier.getName();
        for (Place place = newest; place != null; place = place.older) {
            Thread thread = place.thread;
            if (thread != null && thread.toString().endsWith(end)) {
                return place;
            }
        }
        return null;
    }

    /// One greenlet in its context. Vert.x finds the context by the thread, and the greenlet is a thread of its own.
    final class Place implements Surroundings {
        private final ContextInternal context;
        private Surroundings.Resident resident;
        private Deployed verticle;
        private Place newer;
        private Place older;
        volatile Thread thread;

        Place(ContextInternal context) {
            this.context = context;
        }

        @Override
        public boolean enter(Surroundings.Resident newcomer) {
            if (context.deploymentID() != null) { // also of a verticle that is gone
                verticle = verticleOf(context.unwrap());
                if (!verticle.isOpen()) {
                    return false;
                }
            }
            resident = newcomer;
            thread = Thread.currentThread();
            older = newest;
            if (newest != null) {
                newest.newer = this;
            }
            newest = this;
            // A greenlet has its maker's class loader; within a handler that is the context's.
            ClassLoader loader = thread.getContextClassLoader();
            context.beginDispatch();
            thread.setContextClassLoader(loader);
            return true;
        }

        @Override
        public void leave() {
            // The context stays with the thread, which ends soon: a failure is told in it.
            if (newer == null) {
                newest = older;
            } else {
                newer.older = older;
            }
            if (older != null) {
                older.newer = newer;
            }
            thread = null;
            if (verticle != null) {
                verticle.lookWhetherEmpty();
            }
        }
    }

    /// A verticle's context that greenlets live in. Its end evicts them.
    private final class Deployed {
        private final ContextInternal root;
        private boolean isOpen;
        private Completable<Void> whenEmpty;
        private Future<?> limiter;

        Deployed(ContextInternal root) {
            this.root = root;
            this.isOpen = root.closeFuture().add(this::close);
        }

        boolean isOpen() {
            return isOpen;
        }

        /// The verticle has been stopped. Any thread.
        private void close(Completable<Void> done) {
            root.nettyEventLoop().execute(() -> evict(done));
        }

        private void evict(Completable<Void> done) {
            isOpen = false;
            deployed.remove(root);
            whenEmpty = done;
            String why = "The verticle %s was undeployed.".formatted(root.deploymentID());
            for (Place place = newest; place != null; place = place.older) {
                if (place.verticle == this) {
                    place.resident.evict(why);
                }
            }
            lookWhetherEmpty();
            if (whenEmpty != null) {
                Duration limit = endLimit;
                limiter =
                        root.nettyEventLoop()
                                .schedule(
                                        () -> giveUp(limit),
                                        TimeUnit.NANOSECONDS.convert(limit),
                                        TimeUnit.NANOSECONDS);
            }
        }

        void lookWhetherEmpty() {
            if (whenEmpty != null && isEmpty()) {
                tell();
            }
        }

        private void tell() {
            Completable<Void> done = whenEmpty;
            whenEmpty = null;
            if (limiter != null) {
                limiter.cancel(false);
            }
            root.nettyEventLoop().execute(done::succeed);
        }

        /// Undeploys in spite of greenlets that do not heed that they were killed. Does not log on the event loop's thread.
        private void giveUp(Duration limit) {
            if (whenEmpty == null) {
                return;
            }
            List<Thread> rest = threadsIn(root);
            Thread.ofVirtual().start(() -> report(rest, limit));
            tell();
        }

        private void report(List<Thread> rest, Duration limit) {
            System.getLogger("io.anyloop")
                    .log(
                            System.Logger.Level.WARNING,
                            "The verticle %s was undeployed, and these greenlets of it have not ended within %s though they were killed; they go on alone: %s"
                                    .formatted(root.deploymentID(), limit, describer.apply(rest)));
        }

        private boolean isEmpty() {
            for (Place place = newest; place != null; place = place.older) {
                if (place.verticle == this) {
                    return false;
                }
            }
            return true;
        }
    }
}
