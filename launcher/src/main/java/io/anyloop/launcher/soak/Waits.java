package io.anyloop.launcher.soak;

import io.anyloop.Greenlet;
import io.anyloop.queue.Channel;
import io.anyloop.queue.Queue;
import io.anyloop.sync.AsyncResult;
import io.anyloop.sync.Event;
import io.anyloop.sync.Semaphore;
import java.net.Socket;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;

/// Waits that nothing ends but a kill or a limit.
enum Waits {
    SLEEP {
        @Override
        void here(Scene scene, SplittableRandom random) {
            Greenlet.sleep(Duration.ofHours(1));
        }
    },
    EVENT {
        @Override
        void here(Scene scene, SplittableRandom random) {
            new Event().await();
        }
    },
    QUEUE {
        @Override
        void here(Scene scene, SplittableRandom random) {
            new Queue<Integer>().get();
        }
    },
    CHANNEL {
        @Override
        void here(Scene scene, SplittableRandom random) {
            new Channel<Integer>().put(1);
        }
    },
    SEMAPHORE {
        @Override
        void here(Scene scene, SplittableRandom random) {
            new Semaphore(0).acquire();
        }
    },
    RESULT {
        @Override
        void here(Scene scene, SplittableRandom random) {
            new AsyncResult<Integer>().await();
        }
    },
    JDK_SLEEP {
        @Override
        void here(Scene scene, SplittableRandom random) throws Exception {
            Thread.sleep(Duration.ofHours(1));
        }
    },
    JDK_LATCH {
        @Override
        void here(Scene scene, SplittableRandom random) throws Exception {
            new CountDownLatch(1).await();
        }
    },
    JDK_QUEUE {
        @Override
        void here(Scene scene, SplittableRandom random) throws Exception {
            new LinkedBlockingQueue<Integer>().take();
        }
    },
    JDK_CONDITION {
        @Override
        void here(Scene scene, SplittableRandom random) throws Exception {
            var lock = new ReentrantLock();
            lock.lock();
            try {
                lock.newCondition().await();
            } finally {
                lock.unlock();
            }
        }
    },
    POLLING {
        @Override
        void here(Scene scene, SplittableRandom random) throws Exception {
            while (true) {
                Thread.sleep(0);
            }
        }
    },
    SOCKET {
        @Override
        void here(Scene scene, SplittableRandom random) throws Exception {
            var server = scene.anyServer(random);
            try (var socket = new Socket(server.getAddress(), server.getPort())) {
                socket.getInputStream().read();
            }
        }
    };

    /// Waits for ever.
    abstract void here(Scene scene, SplittableRandom random) throws Exception;

    static Waits any(SplittableRandom random) {
        return values()[random.nextInt(values().length)];
    }
}
