package io.anyloop.loop.kqueue;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.kqueue.KQueueIoEvent;
import io.netty.channel.kqueue.KQueueIoHandle;
import io.netty.channel.kqueue.KQueueIoOps;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;

/// Does on an [EmulatedKqueue] what Netty's handler does on one of the system: changes are gathered, and go with the next
/// wait; errors of changes are passed over in silence; to cancel a registration deletes no filter; ident 0 is taken.
final class EmulatedKQueueIoHandler implements IoHandler {
    private static final int WAKE_UP = 0;
    private static final int ROOM = 4096;
    private static final long LONGEST = 86_399_000_000_000L;

    private final ThreadAwareExecutor executor;
    private final EmulatedKqueue queue = new EmulatedKqueue();
    private final List<EmulatedKqueue.Change> changes = new ArrayList<>();
    private final Map<Long, Registration> registrations = new HashMap<>();
    private final Queue<Registration> cancelled = new ArrayDeque<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private long nextId = 1;

    EmulatedKQueueIoHandler(ThreadAwareExecutor executor) {
        this.executor = executor;
        int flags = EmulatedKqueue.ADD | EmulatedKqueue.CLEAR;
        queue.kevent(
                List.of(new EmulatedKqueue.Change(WAKE_UP, EmulatedKqueue.USER, flags, WAKE_UP)),
                0,
                0);
    }

    EmulatedKqueue queue() {
        return queue;
    }

    @Override
    public int run(IoHandlerContext context) {
        boolean wasWoken = woken.getAndSet(false);
        boolean looks = !context.canBlock() || wasWoken && !context.canBlock();
        long nanos = looks ? 0 : Math.min(context.delayNanos(System.nanoTime()), LONGEST);
        List<EmulatedKqueue.Event> events = queue.kevent(List.copyOf(changes), ROOM, nanos);
        changes.clear();
        if (woken.get()) {
            queue.trigger(WAKE_UP, WAKE_UP);
        }
        int handled = 0;
        for (var event : events) {
            if (event.filter() != EmulatedKqueue.USER && !event.has(EmulatedKqueue.ERROR)) {
                handled++;
                dispatch(event);
            }
        }
        forgetCancelled();
        return handled;
    }

    private void dispatch(EmulatedKqueue.Event event) {
        Registration registration = registrations.get(event.udata());
        if (registration != null && registration.isValid()) {
            registration.handle.handle(
                    registration,
                    KQueueIoEvent.newEvent(
                            event.ident(),
                            event.filter(),
                            (short) event.flags(),
                            0,
                            event.data(),
                            event.udata()));
        }
    }

    private void forgetCancelled() {
        for (var last = cancelled.poll(); last != null; last = cancelled.poll()) {
            registrations.remove(last.id);
            last.handle.unregistered();
        }
    }

    @Override
    public void wakeup() {
        if (!executor.isExecutorThread(Thread.currentThread())
                && woken.compareAndSet(false, true)) {
            queue.trigger(WAKE_UP, WAKE_UP);
        }
    }

    @Override
    public void prepareToDestroy() {
        for (Registration registration : List.copyOf(registrations.values())) {
            registration.cancel();
            try {
                registration.handle.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
        forgetCancelled();
    }

    @Override
    public void destroy() {
        queue.close();
    }

    @Override
    public IoRegistration register(IoHandle handle) {
        var kqueueHandle = (KQueueIoHandle) handle;
        if (kqueueHandle.ident() == WAKE_UP) {
            throw new IllegalArgumentException("ident 0 is reserved for internal usage");
        }
        var registration = new Registration(kqueueHandle, nextId++);
        registrations.put(registration.id, registration);
        handle.registered();
        return registration;
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
        return KQueueIoHandle.class.isAssignableFrom(type);
    }

    private final class Registration implements IoRegistration {
        final KQueueIoHandle handle;
        final long id;
        private final AtomicBoolean isCancelled = new AtomicBoolean();

        Registration(KQueueIoHandle handle, long id) {
            this.handle = handle;
            this.id = id;
        }

        @Override
        public <T> T attachment() {
            throw new UnsupportedOperationException("for channels of Netty's only");
        }

        @Override
        public long submit(IoOps ops) {
            if (!isValid()) {
                return -1;
            }
            if (executor.isExecutorThread(Thread.currentThread())) {
                change((KQueueIoOps) ops);
            } else {
                executor.execute(() -> change((KQueueIoOps) ops));
            }
            return 0;
        }

        private void change(KQueueIoOps ops) {
            changes.add(
                    new EmulatedKqueue.Change(
                            handle.ident(), ops.filter(), ops.flags() & 0xffff, id));
        }

        @Override
        public boolean isValid() {
            return !isCancelled.get();
        }

        @Override
        public boolean cancel() {
            if (!isCancelled.compareAndSet(false, true)) {
                return false;
            }
            if (executor.isExecutorThread(Thread.currentThread())) {
                cancelled.add(this);
            } else {
                executor.execute(() -> cancelled.add(this));
            }
            return true;
        }
    }
}
