package io.anyloop;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.Executor;

/// The only class that opens `java.lang`: it builds virtual threads whose scheduler is a hub, and tells
/// which platform thread carries the caller.
///
/// Java 25 has no public way to give a virtual thread its scheduler; later releases are getting one, and then only
/// this class changes (decision 0002).
final class HubThreads {
    private static final String BUILDER = "java.lang.ThreadBuilders$VirtualThreadBuilder";

    private static final Throwable REFUSAL;
    private static final MethodHandle NEW_BUILDER;
    private static final MethodHandle CARRIER;
    private static final MethodHandle EXPORT;
    private static volatile MethodHandle descriptor;

    static {
        MethodHandle builder = null;
        MethodHandle carrier = null;
        MethodHandle export = null;
        Throwable refusal = null;
        try {
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
        } catch (ReflectiveOperationException
                | InaccessibleObjectException
                | ClassCastException e) {
            refusal = e;
        }
        NEW_BUILDER = builder;
        CARRIER = carrier;
        EXPORT = export;
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
    static void require() {
        if (REFUSAL instanceof InaccessibleObjectException) {
            throw new IllegalStateException(missingFlag(), REFUSAL);
        }
        if (REFUSAL != null) {
            throw new IllegalStateException(
                    "This Java (%s) does not have the virtual threads that Anyloop builds on. Use Java 25."
                            .formatted(Runtime.version()),
                    REFUSAL);
        }
        if (!VirtualThreads.SUPPORTED) {
            throw new IllegalStateException(
                    "This Java runs without real virtual threads (-XX:-VMContinuations, or a system where they do"
                            + " not exist). Remove that flag, or use another build of Java.");
        }
    }

    private static String missingFlag() {
        Module module = HubThreads.class.getModule();
        String target = module.isNamed() ? module.getName() : "ALL-UNNAMED";
        return "A hub needs the package java.lang opened, to build virtual threads that it schedules itself. Start"
                + " Java with: -javaagent:anyloop-agent.jar (or without the agent: --add-opens java.base/java.lang="
                + target
                + ")";
    }

    /// A builder of virtual threads that run where the scheduler says.
    ///
    /// @param scheduler takes each continuation that can run
    static Thread.Builder.OfVirtual on(Executor scheduler) {
        if (REFUSAL != null) {
            require();
        }
        try {
            return (Thread.Builder.OfVirtual) NEW_BUILDER.invokeExact(scheduler);
        } catch (Throwable e) {
            throw new IllegalStateException("Cannot build virtual threads on a hub.", e);
        }
    }

    /// The platform thread that runs the caller: itself, or the one a virtual thread is mounted on. Takes no lock
    /// and makes no call into the system.
    static Thread carrier() {
        try {
            return (Thread) CARRIER.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("Cannot tell the carrier thread.", e);
        }
    }

    /// The virtual thread that a continuation belongs to, which the JDK asks its scheduler to run; null if it is no such thing.
    static Thread virtualThreadOf(Runnable continuation) {
        Field[] fields = continuation.getClass().getDeclaredFields();
        if (fields.length != 1 || !Thread.class.isAssignableFrom(fields[0].getType())) {
            return null;
        }
        try {
            fields[0].setAccessible(true);
            return (Thread) fields[0].get(continuation);
        } catch (IllegalAccessException | InaccessibleObjectException e) {
            return null;
        }
    }

    /// The system's number of a channel's descriptor.
    static int descriptor(SelectableChannel channel) {
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
    static void exportChannels(Module loop) {
        try {
            EXPORT.invokeExact(Object.class.getModule(), "sun.nio.ch", loop);
        } catch (Throwable e) {
            throw new IllegalStateException("Cannot export sun.nio.ch to " + loop + ".", e);
        }
    }
}
