package io.anyloop.vertx;

import io.anyloop.sync.AsyncResult;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;

/// Decides a result as a future does, as long as somebody waits for it, and holds back what the future hands over until the one who
/// waits goes on with it, or has given up. Afterwards it takes itself off the future, which may live for long; or it stays, to give
/// back what comes too late.
///
/// @param <T> the result
final class Listener<T> extends Held implements Completable<T> {
    private static final long serialVersionUID = 1;
    private static final String BASE = "io.vertx.core.impl.future.FutureBase";

    /// `removeListener`; null where Vert.x does not let us: on the module path it keeps this to itself. There an empty listener
    /// stays behind.
    private static final MethodHandle REMOVE = find();

    @SuppressWarnings("rawtypes") // A class literal has no type arguments.
    private static final AtomicReferenceFieldUpdater<Listener, Object> WAITING =
            AtomicReferenceFieldUpdater.newUpdater(Listener.class, Object.class, "waiting");

    private static final Object DECIDED = "decided";
    private static final Object LEFT = "left";

    private static MethodHandle find() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(
                            Class.forName(BASE),
                            "removeListener",
                            MethodType.methodType(void.class, Completable.class));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /// The result as long as it is waited for, then one of the two words, or who takes what comes too late.
    private transient volatile Object waiting;

    private Listener(AsyncResult<T> result) {
        waiting = result;
    }

    /// @param future is listened to from now on
    /// @param result is decided as the future is
    static <T> Listener<T> of(Future<T> future, AsyncResult<T> result) {
        Listener<T> listener = new Listener<>(result);
        future.onComplete(listener);
        return listener;
    }

    @Override
    @SuppressWarnings("unchecked") // Only these two are put there, and the words.
    public void complete(T value, Throwable failure) {
        Object known = WAITING.getAndSet(this, DECIDED);
        if (known instanceof AsyncResult<?> result) {
            hold(value);
            VertxFutures.decide((AsyncResult<T>) result, value, failure);
        } else if (failure == null && known instanceof Consumer<?> release) {
            giveBackLate((Consumer<? super T>) release, value);
        }
    }

    /// In Vert.x's own callback, where a failure would go to whoever completes the future.
    private static <T> void giveBackLate(Consumer<? super T> release, T value) {
        try {
            release.accept(value);
        } catch (Throwable e) {
            ContextInternal context = ContextInternal.current();
            if (context == null) {
                throw e;
            }
            context.reportException(e);
        }
    }

    /// Nobody waits any more, and nothing is held.
    ///
    /// @param release is given what comes too late; null for nobody
    /// @param why is thrown to the one who waited
    void leave(Future<T> future, Consumer<? super T> release, Throwable why) {
        take();
        Object known = waiting;
        if (known == DECIDED
                || !WAITING.compareAndSet(this, known, release == null ? LEFT : release)) {
            giveBack(future, release, why);
        } else if (release == null) {
            remove(this, future);
        }
    }

    /// What came just then.
    private static <T> void giveBack(Future<T> future, Consumer<? super T> release, Throwable why) {
        if (release == null || !future.succeeded()) {
            return;
        }
        try {
            release.accept(future.result());
        } catch (Throwable e) {
            if (e != why) {
                why.addSuppressed(e);
            }
        }
    }

    /// Takes a listener off a future, where Vert.x lets us. Any thread; does nothing if it was told already.
    static void remove(Completable<?> listener, Future<?> future) {
        if (REMOVE != null && REMOVE.type().parameterType(0).isInstance(future)) {
            try {
                REMOVE.invoke(future, listener);
            } catch (Throwable e) {
                throw new AssertionError("removeListener of " + future.getClass(), e);
            }
        }
    }
}
