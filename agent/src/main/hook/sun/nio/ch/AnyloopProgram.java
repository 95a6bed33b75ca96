package sun.nio.ch;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import jdk.internal.misc.MethodFinder;

/// What the JDK's rewritten methods call in a program that is to come to hubs as it is: where it begins, and where it makes threads.
/// Defined into `java.base` as [AnyloopHook] is. Until a copy of Anyloop has begun it leaves everything as it is.
public final class AnyloopProgram {
    private static volatile Consumer<Callable<?>> main;
    private static volatile UnaryOperator<Executor> threads;
    private static volatile BiFunction<BlockingQueue<?>, ThreadFactory, ThreadFactory> pools;

    /// Which virtual threads are what threads of the system were, that keep a program going.
    private static volatile Predicate<Thread> platform;

    private static volatile ThreadGroup group;
    private static Class<?> program;

    private AnyloopProgram() {}

    /// Takes what a copy of Anyloop does with a program: null for what it leaves alone.
    @SuppressWarnings("unchecked") // as io.anyloop.adopt.Adoption has them
    public static void begin(Map<String, Object> all) {
        group = Thread.currentThread().getThreadGroup();
        platform = (Predicate<Thread>) all.get("platform");
        main = (Consumer<Callable<?>>) all.get("main");
        threads = (UnaryOperator<Executor>) all.get("threads");
        pools =
                (BiFunction<BlockingQueue<?>, ThreadFactory, ThreadFactory>)
                        (BiFunction<?, ?, ?>) all.get("pools");
    }

    // ---------------------------------------------------------------- where it begins

    /// Java's launcher has found the class that has `main`.
    ///
    /// @return the class whose `main` it is to call
    public static Class<?> launched(Class<?> found) {
        if (main == null) {
            return found;
        }
        program = found;
        return AnyloopProgram.class;
    }

    /// Called by Java's launcher, instead of the program's.
    ///
    /// @throws Throwable what the program's throws
    public static void main(String[] arguments) throws Throwable {
        run(program, arguments);
    }

    /// Runs the `main` of a class as Java's launcher does, on a hub.
    ///
    /// @throws Throwable what that throws
    public static void run(Class<?> type, String[] arguments) throws Throwable {
        Method method = MethodFinder.findMainMethod(type);
        if (method == null) {
            throw new NoSuchMethodException("main of " + type.getName());
        }
        method.setAccessible(true);
        main.accept(() -> call(type, method, arguments));
    }

    private static Object call(Class<?> type, Method method, String[] arguments) throws Exception {
        try {
            Object object = Modifier.isStatic(method.getModifiers()) ? null : newObject(type);
            return method.getParameterCount() == 0
                    ? method.invoke(object)
                    : method.invoke(object, (Object) arguments);
        } catch (InvocationTargetException e) {
            throw AnyloopProgram.<Exception>unchecked(e.getCause());
        }
    }

    private static Object newObject(Class<?> type) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    @SuppressWarnings("unchecked") // past the compiler
    private static <X extends Throwable> X unchecked(Throwable exception) throws X {
        throw (X) exception;
    }

    // ---------------------------------------------------------------- what its threads are

    /// Whether a thread is a daemon.
    ///
    /// @param usual what the JDK says
    public static boolean isDaemon(boolean usual, Thread thread) {
        return usual && !isPlatform(thread);
    }

    /// The group of a thread.
    ///
    /// @param usual what the JDK says
    public static ThreadGroup groupOf(ThreadGroup usual, Thread thread) {
        return usual != null && isPlatform(thread) ? group : usual;
    }

    private static boolean isPlatform(Thread thread) {
        Predicate<Thread> which = platform;
        return which != null && thread.isVirtual() && which.test(thread);
    }

    // ---------------------------------------------------------------- where it makes threads

    /// A virtual thread is made.
    ///
    /// @param given its scheduler; null if nobody has chosen one
    /// @param task what it is to run
    /// @return the scheduler that it is to have; null for the JDK's own choice
    public static Executor scheduler(Executor given, Runnable task) {
        UnaryOperator<Executor> deal = threads;
        if (given != null || deal == null || task == null || isOfPollers(task)) {
            return given;
        }
        return deal.apply(AnyloopHook.hubOfCaller());
    }

    /// The JDK's own, which wait for descriptors on behalf of others.
    private static boolean isOfPollers(Runnable task) {
        return task.getClass().getName().startsWith("sun.nio.ch.");
    }

    /// A thread pool is made.
    ///
    /// @return what makes its threads
    public static ThreadFactory factory(BlockingQueue<?> queue, ThreadFactory given) {
        BiFunction<BlockingQueue<?>, ThreadFactory, ThreadFactory> choose = pools;
        return given == null || choose == null ? given : choose.apply(queue, given);
    }
}
