package io.anyloop.base;

import java.lang.System.Logger.Level;

/// The library's log.
public final class Logs {
    private Logs() {}

    /// Throws nothing: who logs has to go on, and where the system gives no descriptor or memory a logger may fail for good.
    public static void log(Level level, String message, Throwable failure) {
        try {
            System.getLogger("io.anyloop").log(level, message, failure);
        } catch (Throwable e) {
            logPlainly(message + (failure == null ? "" : " " + failure), e);
        }
    }

    private static void logPlainly(String message, Throwable why) {
        try {
            System.err.println("io.anyloop (the logger failed: " + why + "): " + message);
        } catch (Throwable e) {
            // There is no way left to tell.
        }
    }
}
