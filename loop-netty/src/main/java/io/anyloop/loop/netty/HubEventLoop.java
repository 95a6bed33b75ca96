package io.anyloop.loop.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Promise;
import io.netty.util.internal.PlatformDependent;
import io.netty.util.internal.ThreadExecutorMap;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// An event loop of Netty's that a hub drives by hand. As Netty's own [io.netty.channel.ManualIoEventLoop], but for two
/// things that one cannot do: it may move to another thread between two polls, and nobody but its creator ends it.
///
/// A wake-up is sticky here, which Netty does not ask of a handler: [#state] remembers it, and the handler is told not to
/// block.
final class HubEventLoop extends AbstractScheduledEventExecutor implements IoEventLoop {
    private static final int AWAKE = 0;
    private static final int ASLEEP = 1;
    private static final int WOKEN = 2;
    private static final int PARKED = 3;

    /// So long do Netty's own tasks run before greenlets have their turn again.
    private static final long TASK_BUDGET_NANOS = 500_000;

    private final Queue<Runnable> tasks = PlatformDependent.newMpscQueue();
    private final AtomicInteger state = new AtomicInteger(AWAKE);
    private final Promise<Void> termination = new DefaultPromise<>(GlobalEventExecutor.INSTANCE);
    private final Context context = new Context();
    private final Predicate<Class<? extends IoHandler>> standsFor;
    private final IoHandler handler;
    private final long origin = System.nanoTime();
    private volatile Thread owner = Thread.currentThread();
    private volatile boolean closed;
    private boolean initialized;
    private boolean hasRegistered;
    private Consumer<IoHandle> beforeRegister = _ -> {};

    /// @param factory makes what waits
    /// @param standsFor for which other types of handlers that passes
    HubEventLoop(IoHandlerFactory factory, Predicate<Class<? extends IoHandler>> standsFor) {
        this.standsFor = standsFor;
        this.handler = factory.newHandler(this);
    }

    /// Who hears of each handle before it is registered. To be set before the first one is.
    void beforeRegister(Consumer<IoHandle> hears) {
        beforeRegister = hears;
    }

    Thread owner() {
        return owner;
    }

    /// A handler may keep something for the thread that initializes it, as io_uring's does; as in Netty's own loops each
    /// new thread initializes it anew.
    void moveTo(Thread next) {
        Thread mover = Thread.currentThread();
        if (mover == owner || mover.isVirtual()) {
            leave(owner);
        }
        owner = next;
        initialized = false;
    }

    /// As [ThreadBound#leave].
    void leave(Thread caller) {
        if (handler instanceof ThreadBound bound) {
            bound.leave(caller);
        }
    }

    // ---------------------------------------------------------------- polling

    /// As [io.anyloop.spi.DrivenLoop#poll].
    void poll(long nanos) {
        begin();
        if (nanos > 0 && !hasRegistered && tasks.isEmpty() && nextScheduledTaskNano() < 0) {
            beginWait(nanos, PARKED);
            park();
            endWait();
            return;
        }
        var outer = ThreadExecutorMap.setCurrentExecutor(this);
        try {
            beginWait(nanos, ASLEEP);
            try {
                handle();
            } finally {
                endWait();
            }
            runTasks();
        } finally {
            ThreadExecutorMap.setCurrentExecutor(outer);
        }
    }

    private void beginWait(long nanos, int how) {
        boolean mayBlock = nanos > 0 && state.compareAndSet(AWAKE, how);
        context.begin(mayBlock, nanos);
    }

    private void endWait() {
        state.getAndSet(AWAKE);
    }

    private void handle() {
        int handled = handler.run(context);
        if (handled == 0 && context.endedEarly()) {
            // A handler that is broken gives up its wait, too, and says nothing; a look tells.
            context.begin(false, 0);
            handler.run(context);
        }
    }

    /// Where nothing was ever registered, nothing but a wake-up can come: a parked thread hears of it sooner than one that waits in the
    /// handler. An interrupt is none of the loop's business, and would end each park at once.
    private void park() {
        boolean interrupted = false;
        for (long nanos = context.nanosToPark(); nanos > 0; nanos = context.nanosToPark()) {
            if (nanos == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, nanos);
            }
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void begin() {
        if (!initialized) {
            initialized = true;
            handler.initialize();
        }
    }

    private void runTasks() {
        fetchFromScheduledTaskQueue(tasks);
        Runnable task = tasks.poll();
        if (task == null) {
            return;
        }
        long end = System.nanoTime() + TASK_BUDGET_NANOS;
        do {
            safeExecute(task);
            task = System.nanoTime() - end < 0 ? tasks.poll() : null;
        } while (task != null);
    }

    /// Ends the poll that is under way, or else the next one. Any thread.
    void wakeup() {
        switch (state.getAndSet(WOKEN)) {
            case ASLEEP -> handler.wakeup();
            case PARKED -> LockSupport.unpark(owner);
            default -> {} // It is awake, and will look.
        }
    }

    /// What the handler asks before and while it waits.
    private final class Context implements IoHandlerContext {
        private static final long NO_DEADLINE = -1;

        private boolean mayBlock;
        private long deadline;

        void begin(boolean blocks, long nanos) {
            mayBlock = blocks && tasks.isEmpty();
            if (mayBlock) {
                deadline = earlier(nanos, delayNanosOfTasks());
            }
        }

        /// From now on, [#NO_DEADLINE] for none.
        private long earlier(long nanos, long ofTasks) {
            long least = Math.min(nanos, ofTasks);
            if (least == Long.MAX_VALUE) {
                return NO_DEADLINE;
            }
            mayBlock = least > 0;
            long sum = System.nanoTime() - origin + least;
            return sum < 0 ? NO_DEADLINE : sum;
        }

        private long delayNanosOfTasks() {
            long next = nextScheduledTaskNano();
            return next < 0 ? Long.MAX_VALUE : next;
        }

        /// Whether a wait is over for no reason that is known here.
        boolean endedEarly() {
            return canBlock() && delayNanos(System.nanoTime()) > 0;
        }

        long nanosToPark() {
            return canBlock() ? delayNanos(System.nanoTime()) : 0;
        }

        @Override
        public boolean canBlock() {
            return mayBlock && isAsleep() && tasks.isEmpty();
        }

        private boolean isAsleep() {
            int now = state.get();
            return now == ASLEEP || now == PARKED;
        }

        @Override
        public long delayNanos(long now) {
            return deadline == NO_DEADLINE
                    ? Long.MAX_VALUE
                    : Math.max(0, deadline - (now - origin));
        }

        @Override
        public long deadlineNanos() {
            return deadline;
        }
    }

    // ---------------------------------------------------------------- what Netty asks for

    @Override
    public boolean inEventLoop(Thread thread) {
        return owner == thread;
    }

    @Override
    public boolean isExecutorThread(Thread thread) {
        return owner == thread;
    }

    @Override
    public void execute(Runnable command) {
        Objects.requireNonNull(command, "command");
        if (closed) {
            throw new RejectedExecutionException(
                    "The hub's event loop is closed. Open a new hub, and the channels on its loop.");
        }
        tasks.add(command);
        if (!inEventLoop()) {
            wakeup();
        }
    }

    @Override
    public void lazyExecute(Runnable command) {
        Objects.requireNonNull(command, "command");
        tasks.add(command);
    }

    @Override
    public IoEventLoopGroup parent() {
        return null;
    }

    @Override
    public IoEventLoop next() {
        return this;
    }

    @Override
    public Future<IoRegistration> register(IoHandle handle) {
        Promise<IoRegistration> promise = newPromise();
        if (inEventLoop()) {
            register(handle, promise);
        } else {
            execute(() -> register(handle, promise));
        }
        return promise;
    }

    private void register(IoHandle handle, Promise<IoRegistration> promise) {
        try {
            hasRegistered = true;
            beforeRegister.accept(handle);
            promise.setSuccess(handler.register(handle));
        } catch (Exception e) {
            promise.setFailure(e);
        }
    }

    @Override
    @Deprecated
    public ChannelFuture register(Channel channel) {
        return register(new DefaultChannelPromise(channel, this));
    }

    @Override
    @Deprecated
    public ChannelFuture register(ChannelPromise promise) {
        promise.channel().unsafe().register(this, promise);
        return promise;
    }

    @Override
    @Deprecated
    public ChannelFuture register(Channel channel, ChannelPromise promise) {
        channel.unsafe().register(this, promise);
        return promise;
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return handler.isCompatible(handleType);
    }

    @Override
    public boolean isIoType(Class<? extends IoHandler> handlerType) {
        return handler.getClass().equals(handlerType) || standsFor.test(handlerType);
    }

    // ---------------------------------------------------------------- the end

    /// Closes the channels that are left, runs what they say, and gives the system's part back. Owner only.
    void end() {
        cancelScheduledTasks();
        giveBack(() -> {
            begin();
            handler.prepareToDestroy();
        });
        runAll();
        closed = true;
        runAll();
        giveBack(handler::destroy);
        termination.setSuccess(null);
    }

    private static void giveBack(Runnable part) {
        try {
            part.run();
        } catch (UncheckedIOException e) {
            // The system's part is gone already. Whoever waited has learnt it from the poll.
        }
    }

    private void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            safeExecute(task);
        }
    }

    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        return newFailedFuture(refusal());
    }

    @Override
    @Deprecated
    public void shutdown() {
        throw refusal();
    }

    private static UnsupportedOperationException refusal() {
        return new UnsupportedOperationException(
                "This event loop belongs to a hub and ends with it: close the hub. To let a client go, close its channels.");
    }

    @Override
    public Future<?> terminationFuture() {
        return termination;
    }

    /// As [#shutdown]: the hub's creator closes.
    @Override
    public void close() {
        throw refusal();
    }

    @Override
    public boolean isShuttingDown() {
        return closed;
    }

    @Override
    public boolean isShutdown() {
        return closed;
    }

    @Override
    public boolean isTerminated() {
        return termination.isDone();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return termination.await(timeout, unit);
    }
}
