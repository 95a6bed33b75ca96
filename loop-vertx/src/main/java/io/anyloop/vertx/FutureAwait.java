package io.anyloop.vertx;

import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What the agent has Vert.x's own `Future.await` go to, for threads of a hub. Not to be called by anybody else.
///
/// It waits as Vert.x does there, and holds back what the future hands over, as [VertxFutures#await(Future)] does. Like that, it takes
/// its listener off a future that is awaited in vain.
public final class FutureAwait {
    private FutureAwait() {}

    /// Whether the caller is a virtual thread in the context of an event loop: so it is a greenlet, or another thread of its hub.
    ///
    /// @return true if [#await(Future)] is to be called
    public static boolean isHere() {
        if (!Thread.currentThread().isVirtual()) {
            return false;
        }
        ContextInternal context = ContextInternal.current();
        return context != null && context.threadingModel() == ThreadingModel.EVENT_LOOP;
    }

    /// As `Future.await()`.
    ///
    /// @param future the future
    /// @return its result
    public static Object await(Future<?> future) {
        if (future.isComplete()) {
            return resultOf(future);
        }
        Latch latch = new Latch();
        future.onComplete(latch);
        try {
            latch.done.await();
            return resultOf(future);
        } catch (InterruptedException e) {
            throw FutureAwait.<RuntimeException>as(e);
        } finally {
            latch.leave(future);
        }
    }

    /// As `Future.await(long, TimeUnit)`.
    ///
    /// @param future the future
    /// @param time how long at most
    /// @param unit of the time
    /// @return its result
    /// @throws TimeoutException if the time was up first
    public static Object await(Future<?> future, long time, TimeUnit unit) throws TimeoutException {
        if (future.isComplete()) {
            return resultOf(future);
        }
        Latch latch = new Latch();
        future.onComplete(latch);
        try {
            if (!latch.done.await(time, unit)) {
                throw new TimeoutException();
            }
            return resultOf(future);
        } catch (InterruptedException e) {
            throw FutureAwait.<RuntimeException>as(e);
        } finally {
            latch.leave(future);
        }
    }

    private static Object resultOf(Future<?> future) {
        if (future.failed()) {
            throw FutureAwait.<RuntimeException>as(future.cause());
        }
        return future.result();
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> X as(Throwable failure) throws X {
        throw (X) failure;
    }

    private static final class Latch extends Held implements Completable<Object> {
        private static final long serialVersionUID = 1;

        private final transient CountDownLatch done = new CountDownLatch(1);

        @Override
        public void complete(Object value, Throwable failure) {
            hold(value);
            done.countDown();
        }

        /// The wait is over, however: nothing is held, and nothing stays on a future that may live on.
        void leave(Future<?> future) {
            take();
            if (done.getCount() > 0) {
                Listener.remove(this, future);
            }
        }
    }
}
