package io.anyloop.loop.vertx;

import io.anyloop.spi.Surroundings;
import io.vertx.core.Completable;
import io.vertx.core.ThreadingModel;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.IdentityHashMap;
import java.util.Map;

/// The greenlets of one event loop that run or wait, each in its context. Confined to the thread that carries them, except
/// [#place].
final class Residents {
    private final VertxInternal vertx;

    /// For greenlets that were made where no context of this event loop was current. Of no deployment, whatever the context
    /// the loop was made from.
    private final ContextInternal home;

    /// The verticles that greenlets live in, by the context that Vert.x gave them.
    private final Map<ContextInternal, Deployed> deployed = new IdentityHashMap<>();

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
        private ContextInternal previous;
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
            if (context.isDeployment()) {
                verticle = deployed.computeIfAbsent(context.unwrap(), Deployed::new);
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
            previous = context.beginDispatch();
            thread.setContextClassLoader(loader);
            return true;
        }

        @Override
        public void leave() {
            context.endDispatch(previous);
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
        }

        void lookWhetherEmpty() {
            if (whenEmpty != null && isEmpty()) {
                Completable<Void> done = whenEmpty;
                whenEmpty = null;
                root.nettyEventLoop().execute(done::succeed);
            }
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
