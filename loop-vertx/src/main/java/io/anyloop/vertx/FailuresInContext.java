package io.anyloop.vertx;

import io.anyloop.ErrorHandler;
import io.anyloop.ErrorReport;
import io.vertx.core.Handler;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;

/// Tells failures to whom Vert.x would tell them: the handler of the context that a greenlet lived in, or else Vert.x's own.
///
/// @param vertx for failures of callbacks, which have no context
/// @param otherwise hears where the application has set neither
record FailuresInContext(VertxInternal vertx, ErrorHandler otherwise) implements ErrorHandler {
    @Override
    public void failed(ErrorReport report) {
        ContextInternal context = ContextInternal.current();
        Handler<Throwable> handler = context == null ? null : context.exceptionHandler();
        if (handler == null) {
            handler = vertx.exceptionHandler();
        }
        if (handler == null) {
            otherwise.failed(report);
        } else {
            handler.handle(report.failure());
        }
    }
}
