package io.anyloop;

import io.anyloop.group.LostSlot;
import io.anyloop.group.Pool;
import io.anyloop.kernel.Engine;
import io.anyloop.kernel.Harm;
import io.anyloop.launcher.soak.Parts;
import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Faults on purpose, each in one part of a hub, and each once in a while only.
enum Plant implements Parts {
    /// A loop that now and then does not tell of a descriptor that is ready.
    LOST_REPORT("lost: .*") {
        @Override
        DrivenLoop change(DrivenLoop loop) {
            return new LoopDouble(loop) {
                private int reports;

                @Override
                public Watch watch(int descriptor, long generation, Readiness readiness) {
                    return super.watch(
                            descriptor,
                            generation,
                            ready -> {
                                if (++reports % 100 != 0) {
                                    readiness.ready(ready);
                                }
                            });
                }
            };
        }
    },

    /// A loop that sleeps on at one wake-up.
    LOST_WAKEUP("lost: a call of an idle hub .*") {
        @Override
        DrivenLoop change(DrivenLoop loop) {
            var wakeups = new AtomicInteger();
            return new LoopDouble(loop) {
                @Override
                public void wakeup() {
                    if (wakeups.incrementAndGet() != 50) {
                        super.wakeup();
                    }
                }
            };
        }
    },

    /// A deadline that is forgotten.
    LOST_DEADLINE("lost: .*") {
        @Override
        void harm(Hub hub, int starts) {
            if (starts % 500 == 0) {
                Harm.loseDeadline(Engine.of(hub));
            }
        }
    },

    /// A loop that is closed and leaves a descriptor.
    LEFT_DESCRIPTOR("descriptors are left: .*") {
        @Override
        DrivenLoop change(DrivenLoop loop) {
            return new LoopDouble(loop) {
                @Override
                public void close() {
                    super.close();
                    try {
                        LEFT.add(new FileInputStream("/dev/null"));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            };
        }
    },

    /// A loop that is closed and leaves a thread.
    LEFT_THREAD("threads are left: .*") {
        @Override
        DrivenLoop change(DrivenLoop loop) {
            return new LoopDouble(loop) {
                @Override
                public void close() {
                    super.close();
                    if (USES.incrementAndGet() % 20 == 0) {
                        Thread.ofPlatform().daemon().name("left").start(Plant::stay);
                    }
                }
            };
        }
    },

    /// A greenlet that never leaves its hub.
    LEFT_GREENLET("something is left on a hub: .*|late: the end of a hub .*") {
        @Override
        void harm(Hub hub, int starts) {
            if (starts % 500 == 0) {
                Harm.leave(Engine.of(hub), hub.unstarted(() -> null));
            }
        }
    },

    /// A pool that has lost a slot.
    LOST_SLOT("of \\d slots \\d are left") {
        @Override
        public Pool pool(int size) {
            var pool = new Pool(size);
            if (size > 1 && USES.incrementAndGet() % 50 == 0) {
                LostSlot.of(pool);
            }
            return pool;
        }
    },

    /// A server that sends back one byte wrongly.
    WRONG_BYTE("an answer of \\d+ bytes is another") {
        @Override
        public void serve(Socket client) throws IOException {
            var buffer = new byte[8_192];
            var in = client.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (USES.incrementAndGet() % 200 == 0) {
                    buffer[count - 1]++;
                }
                client.getOutputStream().write(buffer, 0, count);
            }
        }
    },

    /// A hub that takes its time to close: so long that it is late on a machine, too, that stands still half of the time.
    SLOW_CLOSE("(late|lost): (the end of a hub|a hub that comes and goes) .*") {
        @Override
        public void close(Hub hub, Consumer<String> broken) {
            LockSupport.parkNanos(9_000_000_000L);
            super.close(hub, broken);
        }
    };

    private static final AtomicInteger USES = new AtomicInteger();
    private static final ConcurrentLinkedQueue<FileInputStream> LEFT =
            new ConcurrentLinkedQueue<>();
    private static volatile boolean isOver;

    /// What the soak says when it has found it.
    final String found;

    Plant(String found) {
        this.found = found;
    }

    @Override
    public Hub open(Consumer<HubBuilder> options) {
        isOver = false;
        try {
            var loop = (DrivenLoop) Loops.named("select").open();
            Hub hub = Parts.with(options).loop(change(loop)).open();
            var starts = new AtomicInteger();
            hub.addSpawnListener(started -> harm(hub, starts.incrementAndGet()));
            return hub;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The loop with its fault.
    DrivenLoop change(DrivenLoop loop) {
        return loop;
    }

    /// Does something to the hub, at each start of a greenlet. On the hub's thread.
    void harm(Hub hub, int starts) {}

    private static void stay() {
        while (!isOver) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    /// Takes back what can be taken back.
    static void clear() throws IOException {
        isOver = true;
        for (var open = LEFT.poll(); open != null; open = LEFT.poll()) {
            open.close();
        }
    }
}
