package io.anyloop.tck;

import io.anyloop.blocking.ThreadPool;
import io.anyloop.sync.AsyncResult;
import java.util.concurrent.CountDownLatch;

/// A task that stays in its pool until it is let go.
final class Held {
    final CountDownLatch began = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);

    String run() throws InterruptedException {
        began.countDown();
        release.await();
        return "held";
    }

    /// Occupies a place of a pool until the release.
    AsyncResult<String> in(ThreadPool pool) throws InterruptedException {
        AsyncResult<String> result = pool.spawn(this::run);
        began.await();
        return result;
    }
}
