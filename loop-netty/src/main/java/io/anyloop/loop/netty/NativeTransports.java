package io.anyloop.loop.netty;

import io.anyloop.spi.Availability;
import java.util.Locale;
import java.util.function.Supplier;

/// Why a native transport of Netty's can or cannot be used here, in words for users. Any thread.
public final class NativeTransports {
    private NativeTransports() {}

    /// Asks a transport.
    ///
    /// @param system the system it is made for, as `os.name` begins, for example `Linux`
    /// @param artifact the Maven artifact with the native code, without the classifier
    /// @param elsewhere which loop to use on another system
    /// @param problem gives null if the transport works, else why not; asked on the right system only
    /// @return the answer
    public static Availability availability(
            String system, String artifact, String elsewhere, Supplier<Throwable> problem) {
        return availability(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                system,
                artifact,
                elsewhere,
                problem);
    }

    static Availability availability(
            String name,
            String architecture,
            String system,
            String artifact,
            String elsewhere,
            Supplier<Throwable> problem) {
        if (!name.toLowerCase(Locale.ROOT).startsWith(system.toLowerCase(Locale.ROOT))) {
            return Availability.no("needs %s, this is %s".formatted(system, name), elsewhere);
        }
        Throwable cause;
        try {
            cause = problem.get();
        } catch (LinkageError e) {
            cause = e;
        }
        return cause == null
                ? Availability.yes()
                : Availability.no(
                        innermost(cause), remedy(cause, artifact, architecture, elsewhere));
    }

    private static String remedy(
            Throwable cause, String artifact, String architecture, String elsewhere) {
        for (Throwable e = cause; e != null; e = e.getCause()) {
            if (e instanceof LinkageError) {
                return ("add io.netty:%s with the classifier of this system (architecture %s), on a module path with"
                                + " --add-modules ALL-MODULE-PATH, and start Java with"
                                + " --enable-native-access=ALL-UNNAMED where it is refused; or %s")
                        .formatted(artifact, architecture, elsewhere);
            }
        }
        return elsewhere;
    }

    private static String innermost(Throwable cause) {
        Throwable last = cause;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        String message = last.getMessage();
        return message == null || message.isBlank()
                ? last.toString()
                : message.lines().findFirst().orElseThrow();
    }
}
