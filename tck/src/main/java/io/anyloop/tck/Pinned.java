package io.anyloop.tck;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;

/// Runs code in the initialiser of a class. A thread that waits in there cannot leave its carrier: the virtual machine's own
/// frames are on its stack. Each time that is a new copy of [InitBody], since a class is initialised once.
final class Pinned {
    private static final ThreadLocal<Runnable> BODY = new ThreadLocal<>();

    private Pinned() {}

    static void run(Runnable body) {
        initialize(copy(), body);
    }

    /// Initialises a copy, by this code; waits if another thread is at it, and does nothing if that is done.
    static void initialize(Class<?> copy, Runnable body) {
        BODY.set(body);
        try {
            MethodHandles.privateLookupIn(copy, MethodHandles.lookup()).ensureInitialized(copy);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        } finally {
            BODY.remove();
        }
    }

    /// Called by the initialiser.
    static void runBody() {
        BODY.get().run();
    }

    /// A copy that is not initialised yet.
    static Class<?> copy() {
        try (InputStream in = InitBody.class.getResourceAsStream("InitBody.class")) {
            return MethodHandles.lookup().defineHiddenClass(in.readAllBytes(), false).lookupClass();
        } catch (IOException | IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
