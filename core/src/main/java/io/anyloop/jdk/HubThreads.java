package io.anyloop.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.Executor;

/// The only class that opens `java.lang`: it builds virtual threads whose scheduler is a hub, and tells
/// which platform thread carries the caller.
///
/// No Java up to 28 has a public way to give a virtual thread its scheduler. The day one has, only this class and [io.anyloop.port.HubScheduler]
/// change (decision 0061).
public final class HubThreads {
    private static final String BUILDER = "java.lang.ThreadBuilders$VirtualThreadBuilder";

    /// The JDK's own are 0 to 2, those of the program are 1, and there are ten.
    private static final int AFTER_HOOKS = 8;

    private static final Throwable REFUSAL;
    private static final MethodHandle NEW_BUILDER;
    private static final MethodHandle CARRIER;
    private static final MethodHandle EXPORT;
    private static final MethodHandle OPEN;
    private static volatile MethodHandle descriptor;

    static {
        MethodHandle builder = null;
        MethodHandle carrier = null;
        MethodHandle export = null;
        MethodHandle open = null;
        Throwable refusal = null;
        try {
            if (JavaRefusal.isNativeImage()) { // It may answer what follows with errors of its own.
                throw new ReflectiveOperationException(JavaRefusal.nativeImage());
            }
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            Constructor<?> constructor =
                    Class.forName(BUILDER).getDeclaredConstructor(Executor.class);
            constructor.setAccessible(true);
            builder =
                    lookup.unreflectConstructor(constructor)
                            .asType(
                                    MethodType.methodType(
                                            Thread.Builder.OfVirtual.class, Executor.class));
            carrier = lookup.unreflect(opened(Thread.class, "currentCarrierThread"));
            export =
                    lookup.unreflect(
                            opened(Module.class, "implAddExports", String.class, Module.class));
            open =
                    lookup.unreflect(
                            opened(Module.class, "implAddOpens", String.class, Module.class));
        } catch (ReflectiveOperationException
                | InaccessibleObjectException
                | ClassCastException e) {
            refusal = e;
        }
        NEW_BUILDER = builder;
        CARRIER = carrier;
        EXPORT = export;
        OPEN = open;
        REFUSAL = refusal;
    }

    private HubThreads() {}

    private static Method opened(Class<?> owner, String name, Class<?>... parameters)
            throws NoSuchMethodException {
        Method method = owner.getDeclaredMethod(name, parameters);
        method.setAccessible(true);
        return method;
    }

    /// Refuses, with the remedy, when this Java cannot run greenlets.
    ///
    /// @throws IllegalStateException if it cannot
    public static void require() {
        if (REFUSAL != null
                || JavaRefusal.isNativeImage()) { // This class may be from the image's build.
            throw refusal();
        }
        VirtualThreads.require();
    }

    private static IllegalStateException refusal() {
        if (JavaRefusal.isNativeImage()) {
            return new IllegalStateException(JavaRefusal.nativeImage(), REFUSAL);
        }
        return new IllegalStateException(
                REFUSAL instanceof InaccessibleObjectException
                        ? JavaRefusal.notOpened(HubThreads.class.getModule())
                        : JavaRefusal.hasNot(REFUSAL.getMessage()),
                REFUSAL);
    }

    /// A builder of virtual threads that run where the scheduler says.
    ///
    /// @param scheduler takes each continuation that can run
    /// @throws IllegalStateException if this Java cannot run greenlets
    public static Thread.Builder.OfVirtual on(Executor scheduler) {
        if (REFUSAL != null) {
            throw refusal();
        }
        try {
            return (Thread.Builder.OfVirtual) NEW_BUILDER.invokeExact(scheduler);
        } catch (UnsupportedOperationException e) {
            throw new IllegalStateException(JavaRefusal.noVirtualThreads(), e);
        } catch (Error e) {
            throw e; // such as no memory
        } catch (Throwable e) {
            throw new IllegalStateException("Cannot build virtual threads on a hub.", e);
        }
    }

    /// The platform thread that runs the caller: itself, or the one a virtual thread is mounted on. Takes no lock
    /// and makes no call into the system.
    public static Thread carrier() {
        try {
            return (Thread) CARRIER.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("Cannot tell the carrier thread.", e);
        }
    }

    /// Whether a platform thread carries a virtual thread that can run. It alone knows, and says it only by its name.
    public static boolean isMounted(Thread virtual) {
        return !virtual.toString().endsWith("]/runnable");
    }

    /// Whether a platform thread carries a virtual thread.
    public static boolean isCarriedBy(Thread virtual, Thread platform) {
        return virtual.toString().endsWith("@" + platform.getName());
    }

    /// The system's number of a channel's descriptor.
    public static int descriptor(SelectableChannel channel) {
        try {
            MethodHandle reader = descriptor;
            if (reader == null) {
                exportChannels(HubThreads.class.getModule());
                Method method = Class.forName("sun.nio.ch.SelChImpl").getMethod("getFDVal");
                reader =
                        MethodHandles.lookup()
                                .unreflect(method)
                                .asType(MethodType.methodType(int.class, SelectableChannel.class));
                descriptor = reader;
            }
            return (int) reader.invokeExact(channel);
        } catch (ClassCastException e) {
            throw new IllegalArgumentException(
                    "%s is not a channel of the JDK, so it has no descriptor to wait for. Give the descriptor's number."
                            .formatted(channel),
                    e);
        } catch (Throwable e) {
            throw new IllegalStateException("Cannot tell the descriptor of " + channel + ".", e);
        }
    }

    /// Lets a loop that works on raw descriptors reach the JDK's channels, so that users need one flag and not two.
    public static void exportChannels(Module loop) {
        try {
            EXPORT.invokeExact(Object.class.getModule(), "sun.nio.ch", loop);
        } catch (Throwable e) {
            throw new IllegalStateException("Cannot export sun.nio.ch to " + loop + ".", e);
        }
    }

    /// Opens one more package of `java.base` to this library, where `java.lang` is open; does nothing where it is not.
    static void open(String inBase) {
        if (OPEN == null) {
            return;
        }
        try {
            OPEN.invokeExact(Object.class.getModule(), inBase, HubThreads.class.getModule());
        } catch (Throwable e) {
            throw new IllegalStateException("Cannot open " + inBase + " to Anyloop.", e);
        }
    }

    /// Has the virtual machine run something after the hooks of a program's: it has a few places for what the JDK itself does then.
    ///
    /// @return false if this Java has none
    static boolean runsAfterHooks(Runnable task) {
        try {
            Method add =
                    opened(
                            Class.forName("java.lang.Shutdown"),
                            "add",
                            int.class,
                            boolean.class,
                            Runnable.class);
            add.invoke(null, AFTER_HOOKS, false, task);
            return true;
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            return false;
        }
    }
}
