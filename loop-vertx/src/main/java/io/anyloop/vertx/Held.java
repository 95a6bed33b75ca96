package io.anyloop.vertx;

import io.vertx.core.AsyncResult;
import io.vertx.core.CompositeFuture;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import java.util.concurrent.atomic.AtomicReference;

/// What Vert.x hands over in a callback, held back until the greenlet it is for has it in its hands (decision 70).
///
/// Nothing of ours touches the flow after that. The greenlet runs on the thread that would deliver, so what was held back comes
/// when it waits next: unless the user has paused the stream meanwhile, which counts as ever. Any thread.
class Held extends AtomicReference<Object> {
    private static final long serialVersionUID = 1;

    /// In nobody's hands yet, and nothing is held: null. Otherwise the streams that are held, or this.
    private static final Object TAKEN = new Object();

    /// For the callback in which Vert.x hands over. Does nothing once it is taken.
    ///
    /// @param value anything; what cannot flow is left as it is
    final void hold(Object value) {
        switch (value) {
            case ReadStream<?> stream -> hold(stream);
            case CompositeFuture all -> {
                for (int i = 0; i < all.size(); i++) {
                    hold(all.<Object>resultAt(i));
                }
            }
            case AsyncResult<?> result -> hold(result.result());
            // What a server pushes: its response comes when it likes.
            case HttpClientRequest request ->
                    request.response().onSuccess(response -> hold(response));
            case null, default -> {}
        }
    }

    private void hold(ReadStream<?> stream) {
        while (true) {
            Object before = get();
            if (before == TAKEN) {
                return;
            }
            Flow flow = Flow.stop(stream, (Flow) before);
            if (flow == null) {
                return;
            }
            if (compareAndSet(before, flow)) {
                return;
            }
            flow.goOn();
        }
    }

    /// For the greenlet, as soon as it has what was handed over, or will never have it.
    final void take() {
        for (Flow flow = (Flow) takeAll(); flow != null; flow = flow.next()) {
            flow.goOn();
        }
    }

    private Object takeAll() {
        Object held = getAndSet(TAKEN);
        return held == TAKEN ? null : held;
    }

    final boolean isTaken() {
        return get() == TAKEN;
    }

    /// A stream that was stopped, in a list.
    private record Flow(ReadStream<?> stream, long demand, Flow next) {

        /// @return null if it does not flow: it is over, or its user has paused it
        static Flow stop(ReadStream<?> stream, Flow next) {
            if (stream instanceof HttpServerRequest request && request.isEnded()) {
                return null;
            }
            long demand = Demand.of(stream);
            if (demand == 0) {
                return null;
            }
            try {
                stream.pause();
            } catch (RuntimeException e) {
                return null; // it is over, or of a kind that cannot be paused
            }
            return new Flow(stream, demand, next);
        }

        void goOn() {
            try {
                stream.fetch(demand);
            } catch (IllegalStateException e) {
                // It is over: whoever has it made it flow before us.
            }
        }
    }
}
