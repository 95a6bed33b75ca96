package sun.nio.ch;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.SocketException;
import java.nio.channels.SelectableChannel;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import jdk.internal.misc.Unsafe;

/// What the JDK's rewritten methods call first. Defined into `java.base` by the agent, once for a virtual machine: it knows
/// no class of Anyloop's, and keeps none.
public final class AnyloopHook {
    /// A number of closings that is not known.
    static final int UNKNOWN = -1;

    /// Whether every closing is told. Set by the agent before there is a hub.
    static boolean closesAreKnown;

    /// Whether a close tells [#stopPoll] of what it closes. Where the JDK unparks who waits by itself, nobody needs to be noted.
    static boolean stopsAreTold = true;

    private static final Class<?> VIRTUAL_THREAD;
    private static final VarHandle SCHEDULER;

    private static final Slots<Thread> READERS = new Slots<>();
    private static final Slots<Thread> WRITERS = new Slots<>();
    private static final Counts CLOSES = new Counts();

    /// Sockets that are closed for good because somebody left them in the middle, and why.
    private static final Map<Object, String> ABANDONED =
            Collections.synchronizedMap(new WeakHashMap<>());

    private static volatile boolean anyAbandoned;

    /// As `LockSupport.park` cannot do in a virtual thread: parks the thread that carries it.
    private static final Runnable PARK_THREAD = () -> Unsafe.getUnsafe().park(false, 0);

    static {
        try {
            VIRTUAL_THREAD = Class.forName("java.lang.VirtualThread");
            SCHEDULER =
                    MethodHandles.privateLookupIn(VIRTUAL_THREAD, MethodHandles.lookup())
                            .findVarHandle(VIRTUAL_THREAD, "scheduler", Executor.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private AnyloopHook() {}

    private static AnyloopPort port() {
        Thread thread = Thread.currentThread();
        if (thread.getClass() != VIRTUAL_THREAD) {
            return null;
        }
        return (Executor) SCHEDULER.get(thread) instanceof AnyloopPort port ? port : null;
    }

    /// The scheduler of the calling virtual thread, if that is a hub's; else null.
    static Executor hubOfCaller() {
        return port() instanceof Executor scheduler ? scheduler : null;
    }

    // ---------------------------------------------------------------- Poller

    /// @return false if the JDK has to wait
    public static boolean poll(int descriptor, int event, long nanos, BooleanSupplier isOpen)
            throws IOException {
        AnyloopPort port = port();
        return port != null
                && await(
                        port,
                        descriptor,
                        event == Net.POLLIN,
                        nanos,
                        isOpen,
                        CLOSES.of(descriptor));
    }

    /// A selector's own descriptor is waited for anew each time: it has a life of its own.
    ///
    /// @return false if the JDK has to wait
    public static boolean pollSelector(int descriptor, long nanos) throws IOException {
        AnyloopPort port = port();
        if (port == null) {
            return false;
        }
        try {
            return port.awaitDescriptor(descriptor, true, nanos, UNKNOWN);
        } catch (Throwable e) {
            throw AnyloopHook.<RuntimeException>unchecked(
                    port.noteThrown(e, null, AnyloopPort.SELECTOR));
        }
    }

    @SuppressWarnings("unchecked") // past the compiler: whatever came, or what takes its place
    private static <X extends Throwable> X unchecked(Throwable exception) throws X {
        throw (X) exception;
    }

    /// Publishes who waits, then looks whether the socket is still open; a thread that closes it does the two the other way
    /// round ([#stopPoll]), so one of them sees the other. From Java 27 on the JDK has published it before, and unparks it.
    private static boolean await(
            AnyloopPort port,
            int descriptor,
            boolean reads,
            long nanos,
            BooleanSupplier isOpen,
            int closes)
            throws IOException {
        if (!stopsAreTold) {
            return !isOpen.getAsBoolean() || port.awaitDescriptor(descriptor, reads, nanos, closes);
        }
        Slots<Thread> slots = reads ? READERS : WRITERS;
        Thread thread = Thread.currentThread();
        if (!slots.set(descriptor, thread)) {
            return false;
        }
        try {
            return !isOpen.getAsBoolean() || port.awaitDescriptor(descriptor, reads, nanos, closes);
        } finally {
            slots.clear(descriptor, thread);
        }
    }

    /// Ends the wait of whoever waits; the JDK's own waiters are looked after by the JDK.
    public static void stopPoll(int descriptor, int event) {
        Thread waiter = (event == Net.POLLIN ? READERS : WRITERS).get(descriptor);
        if (waiter != null) {
            LockSupport.unpark(waiter);
        }
    }

    // ---------------------------------------------------------------- closing

    /// The descriptor is about to be closed, on whatever thread.
    public static void closing(int descriptor) {
        CLOSES.increment(descriptor);
    }

    /// As [#closing(int)].
    public static void closing(FileDescriptor descriptor) {
        closing(IOUtil.fdVal(descriptor));
    }

    // ---------------------------------------------------------------- reading

    /// Whether a read need not be tried.
    public static boolean isDrained(FileDescriptor descriptor) {
        AnyloopPort port = port();
        if (port == null) {
            return false;
        }
        int number = IOUtil.fdVal(descriptor);
        return port.isDrained(number, CLOSES.of(number));
    }

    /// Hears of a read that was tried.
    public static void hasRead(int got, FileDescriptor descriptor, int asked) {
        AnyloopPort port = port();
        if (port != null) {
            int number = IOUtil.fdVal(descriptor);
            port.hasRead(number, got, asked, CLOSES.of(number));
        }
    }

    // ---------------------------------------------------------------- leaving

    /// An exception comes out of a socket's wait.
    public static Throwable leftWait(Throwable thrown, Object socket) {
        AnyloopPort port = port();
        return port == null ? thrown : port.noteThrown(thrown, socket, kindOf(socket));
    }

    private static int kindOf(Object socket) {
        if (socket instanceof NioSocketImpl) {
            return AnyloopPort.SOCKET;
        }
        if (socket instanceof SocketChannelImpl) {
            return AnyloopPort.STREAM_CHANNEL;
        }
        boolean isPipe = socket instanceof SourceChannelImpl || socket instanceof SinkChannelImpl;
        return isPipe ? AnyloopPort.PIPE : AnyloopPort.CHANNEL;
    }

    /// An exception comes out of a call on a stream. If the greenlet was cut off, then in the middle: nobody can tell how much of
    /// the conversation has passed, so the socket is closed for good.
    ///
    /// @return the exception to throw
    public static Throwable leftStream(Throwable thrown, Object socket) {
        return leftStream(thrown, socket, kindOf(socket));
    }

    /// As [#leftStream], of a channel that is used as a socket.
    public static Throwable leftAdaptor(Throwable thrown, Object socket) {
        return leftStream(thrown, socket, AnyloopPort.SOCKET);
    }

    private static Throwable leftStream(Throwable thrown, Object socket, int kind) {
        AnyloopPort port = port();
        Throwable cut = port == null ? null : port.takeThrown(socket, kind);
        if (cut == null) {
            return thrown;
        }
        String reason = port.abandons();
        if (reason != null) {
            abandon(socket, reason, cut);
        }
        return cut;
    }

    /// As [#leftStream], of a connect: half a connection is of no use to anybody.
    public static Throwable leftConnect(Throwable thrown, Object socket) {
        return leftConnect(thrown, socket, kindOf(socket));
    }

    /// As [#leftConnect], of a channel that is used as a socket.
    public static Throwable leftAdaptorConnect(Throwable thrown, Object socket) {
        return leftConnect(thrown, socket, AnyloopPort.SOCKET);
    }

    private static Throwable leftConnect(Throwable thrown, Object socket, int kind) {
        AnyloopPort port = port();
        Throwable cut = port == null ? null : port.takeThrown(socket, kind);
        if (cut == null) {
            return thrown;
        }
        abandon(socket, "its connect was left", cut);
        return cut;
    }

    private static void abandon(Object socket, String reason, Throwable cause) {
        ABANDONED.put(socket, reason);
        anyAbandoned = true;
        try {
            if (socket instanceof NioSocketImpl impl) {
                impl.close();
            } else {
                ((Closeable) socket).close();
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /// Says why a socket is closed, if it was abandoned.
    public static void refuseAbandoned(Object socket) throws SocketException {
        if (anyAbandoned) {
            String reason = ABANDONED.get(socket);
            if (reason != null) {
                throw new SocketException("Socket closed: " + reason);
            }
        }
    }

    // ---------------------------------------------------------------- in line

    /// A call takes the lock that another one on the same socket may have for long. Who is cut off in line has done nothing yet: the
    /// socket stays as it is. An interrupt by anybody else ends nothing, as the JDK has it.
    public static void lock(ReentrantLock lock, Object socket) {
        if (lock.tryLock()) {
            return;
        }
        AnyloopPort port = port();
        if (port == null || socket instanceof SelectableChannel channel && !channel.isBlocking()) {
            lock.lock();
        } else {
            int kind = kindOf(socket);
            // A stream's exception says that it is closed by who was cut off, and here it is not.
            boolean isStream = kind == AnyloopPort.STREAM_CHANNEL;
            awaitLock(port, lock, isStream ? AnyloopPort.CHANNEL : kind);
        }
    }

    private static void awaitLock(AnyloopPort port, ReentrantLock lock, int kind) {
        long begun = System.nanoTime();
        boolean wasInterrupted = false;
        try {
            while (true) {
                try {
                    lock.lockInterruptibly();
                    break;
                } catch (InterruptedException e) {
                    port.cutOffInLine(kind, System.nanoTime() - begun);
                    wasInterrupted = true;
                }
            }
            if (Thread.currentThread().isInterrupted()) {
                cutOffAtHead(port, lock, kind, System.nanoTime() - begun);
            }
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// It was cut off when its turn had just come.
    private static void cutOffAtHead(AnyloopPort port, ReentrantLock lock, int kind, long nanos) {
        try {
            port.cutOffInLine(kind, nanos);
        } catch (Throwable e) {
            lock.unlock();
            throw e;
        }
    }

    // ---------------------------------------------------------------- stuck threads

    /// A virtual thread is about to park its platform thread, since it could not be unmounted.
    public static void beginPinned() {
        AnyloopPort port = port();
        if (port != null) {
            port.beginStuck();
        }
    }

    /// It goes on.
    public static void endPinned() {
        AnyloopPort port = port();
        if (port != null) {
            port.endStuck(PARK_THREAD);
        }
    }

    /// A virtual thread begins a call that may block its platform thread.
    ///
    /// @return false if the JDK has to look after it
    public static boolean beginBlocking() {
        AnyloopPort port = port();
        return port != null && port.beginCall(AnyloopPort.MAY_BLOCK);
    }

    /// The call has ended.
    ///
    /// @param begun what the beginning said: whether anybody looks after it
    /// @return false if the JDK has to look after it
    public static boolean endBlocking(boolean begun) {
        AnyloopPort port = begun ? port() : null;
        if (port == null) {
            return false;
        }
        port.endCall(PARK_THREAD);
        return true;
    }

    /// As [#beginBlocking()], where the JDK does not expect that it takes long: a disk may be slow all the same.
    public static boolean beginBlocking(boolean expected) {
        return beginBlocking();
    }

    // ---------------------------------------------------------------- giving way

    /// A call begins that may wait for others to say something. Who never has to wait gives way here from time to time.
    public static void giveWayAtRead(Object socket) {
        AnyloopPort port = port();
        if (port != null && port.isToGiveWay()) {
            boolean mayThrow =
                    !(socket instanceof SelectableChannel channel) || channel.isBlocking();
            try {
                port.giveWayAtWait(mayThrow);
            } catch (Throwable e) {
                throw AnyloopHook.<RuntimeException>unchecked(
                        port.noteThrown(e, socket, kindOf(socket)));
            }
        }
    }

    /// As [#giveWayAtRead], at a call that sends something: it is made, whatever is due.
    public static void giveWayAtWrite() {
        AnyloopPort port = port();
        if (port != null && port.isToGiveWay()) {
            port.giveWayAtWait(false);
        }
    }

    /// As [#giveWayAtRead], at a file.
    public static void giveWayAtFile() {
        AnyloopPort port = port();
        if (port != null && port.isToGiveWay()) {
            port.giveWayAtFile();
        }
    }

    // ---------------------------------------------------------------- files and pipes

    /// Whether a virtual thread of a hub's is about to use an open file.
    public static boolean isOnHub(FileDescriptor descriptor) {
        return port() != null && descriptor.valid();
    }

    /// A read of a stream begins, which may block the platform thread: a pipe or a terminal is waited for first.
    public static void beginRead(boolean isRegularFile, FileDescriptor descriptor) {
        AnyloopPort port = port();
        if (port != null) {
            boolean waits = !isRegularFile && wouldBlock(descriptor);
            if (waits) {
                port.awaitReadable(IOUtil.fdVal(descriptor));
                waits = wouldBlock(descriptor); // still, where the loop cannot wait for it
            }
            port.beginCall(waits ? AnyloopPort.BLOCKS : AnyloopPort.MAY_BLOCK);
        }
    }

    /// What the system cannot wait for, such as /dev/urandom, is always ready according to poll(2): it does not come to a loop,
    /// which might never report it.
    private static boolean wouldBlock(FileDescriptor descriptor) {
        try {
            return IOUtil.fdVal(descriptor) >= 0 && Net.poll(descriptor, Net.POLLIN, 0) == 0;
        } catch (IOException e) {
            return false; // the read itself will say why
        }
    }

    /// A call begins that blocks the platform thread of a virtual thread which cannot leave it.
    public static void beginCall() {
        begin(AnyloopPort.PARKS);
    }

    /// A call on a file begins, which may block the platform thread.
    public static void beginFileCall() {
        begin(AnyloopPort.MAY_BLOCK);
    }

    /// As [#beginFileCall], of a call that is made to wait: for the other end of a named pipe, for somebody else's lock.
    public static void beginWaitingFileCall() {
        begin(AnyloopPort.BLOCKS);
    }

    private static void begin(int kind) {
        AnyloopPort port = port();
        if (port != null) {
            port.beginCall(kind);
        }
    }

    /// It has ended, by a result or an exception.
    public static void endCall() {
        AnyloopPort port = port();
        if (port != null) {
            port.endCall(PARK_THREAD);
        }
    }

    // ---------------------------------------------------------------- virtual threads of others

    /// A virtual thread is made. Without a scheduler of its own it runs where its maker does; those of a hub's have one.
    ///
    /// @return what it is to run
    public static Runnable forked(Executor scheduler, Runnable task) {
        AnyloopPort port = scheduler == null && task != null ? port() : null;
        return port == null ? task : port.forked(task);
    }

    // ---------------------------------------------------------------- tables

    /// A table by descriptor number that grows by chunks which never move, so that no look-up misses a change.
    private abstract static class Table<C> {
        static final int BITS = 10;
        static final int MASK = (1 << BITS) - 1;

        private static final VarHandle CHUNKS = MethodHandles.arrayElementVarHandle(Object[].class);

        /// Linux allows 2^20 descriptors by default, and at most so many in any case that are sensible.
        private final Object[] chunks = new Object[1 << 14];

        abstract C newChunk();

        /// @return null beyond the end of the table, or where nothing has been yet
        @SuppressWarnings("unchecked") // only newChunk makes them
        final C chunk(int descriptor, boolean make) {
            int index = descriptor >>> BITS;
            if (index >= chunks.length) {
                return null;
            }
            Object found = CHUNKS.getVolatile(chunks, index);
            if (found == null && make) {
                Object made = newChunk();
                Object before = CHUNKS.compareAndExchange(chunks, index, (Object) null, made);
                found = before == null ? made : before;
            }
            return (C) found;
        }
    }

    private static final class Slots<T> extends Table<Object[]> {
        private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);

        @Override
        Object[] newChunk() {
            return new Object[1 << BITS];
        }

        boolean set(int descriptor, T value) {
            Object[] chunk = chunk(descriptor, true);
            if (chunk == null) {
                return false;
            }
            SLOT.setVolatile(chunk, descriptor & MASK, (Object) value);
            return true;
        }

        @SuppressWarnings("unchecked") // only set stores them
        T get(int descriptor) {
            Object[] chunk = chunk(descriptor, false);
            return chunk == null ? null : (T) SLOT.getVolatile(chunk, descriptor & MASK);
        }

        void clear(int descriptor, T value) {
            SLOT.compareAndSet(
                    chunk(descriptor, false), descriptor & MASK, (Object) value, (Object) null);
        }
    }

    private static final class Counts extends Table<int[]> {
        private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(int[].class);

        @Override
        int[] newChunk() {
            return new int[1 << BITS];
        }

        int of(int descriptor) {
            int[] chunk = chunk(descriptor, true);
            return chunk == null || !closesAreKnown
                    ? UNKNOWN
                    : (int) COUNT.getVolatile(chunk, descriptor & MASK) & Integer.MAX_VALUE;
        }

        void increment(int descriptor) {
            if (descriptor >= 0) {
                int[] chunk = chunk(descriptor, true);
                if (chunk != null) {
                    // It may wrap around: only equality counts.
                    int unused = (int) COUNT.getAndAdd(chunk, descriptor & MASK, 1);
                }
            }
        }
    }
}
