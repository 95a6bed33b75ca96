package io.anyloop.examples.models;

import io.vertx.core.ThreadingModel;

/// Ways in which a verticle runs code that waits.
public enum Kind {
    /// On the event loop; what waits is given to worker threads, and what comes after it to functions.
    CALLBACKS("event loop, `executeBlocking`", ThreadingModel.EVENT_LOOP),

    /// The whole verticle on a worker thread.
    WORKER("worker verticle", ThreadingModel.WORKER),

    /// The whole verticle on virtual threads.
    VIRTUAL_THREADS("virtual-thread verticle", ThreadingModel.VIRTUAL_THREAD),

    /// On the event loop, in greenlets.
    GREENLETS("event loop, greenlets", ThreadingModel.EVENT_LOOP);

    /// For people.
    public final String text;

    final ThreadingModel model;

    Kind(String text, ThreadingModel model) {
        this.text = text;
        this.model = model;
    }
}
