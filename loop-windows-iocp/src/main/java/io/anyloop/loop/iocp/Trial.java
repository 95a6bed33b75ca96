package io.anyloop.loop.iocp;

import io.anyloop.spi.Availability;
import java.io.IOException;

/// Whether the loop works here: the right system, native access, and a driver that opens.
final class Trial {
    private static final String ELSE = "use another loop, for example select";

    /// Opens what a loop needs, and closes it.
    @FunctionalInterface
    interface Opening {
        void run() throws IOException;
    }

    private Trial() {}

    static Availability of(String system, String architecture, Opening opening) {
        if (!system.startsWith("Windows")) {
            return Availability.no("needs Windows, this is " + system, ELSE);
        }
        if (!architecture.equals("amd64")) {
            return Availability.no(
                    "needs Windows on x86-64, whose structures it knows; this Java is for "
                            + architecture,
                    "use a Java for x86-64, or another loop, for example select");
        }
        try {
            opening.run();
            return Availability.yes();
        } catch (IOException e) {
            return Availability.no(e.getMessage(), ELSE);
        } catch (IllegalCallerException e) {
            return refused(e);
        } catch (ExceptionInInitializerError e) {
            return e.getCause() instanceof IllegalCallerException cause
                    ? refused(cause)
                    : broken(e.getCause());
        } catch (LinkageError | RuntimeException e) {
            return broken(e);
        }
    }

    private static Availability refused(IllegalCallerException e) {
        return Availability.no(
                "Java refuses native access: " + e.getMessage(),
                "start Java with --enable-native-access=io.anyloop.loop.iocp, or =ALL-UNNAMED on"
                        + " the class path");
    }

    private static Availability broken(Throwable e) {
        return Availability.no("the system's functions cannot be bound: " + e, ELSE);
    }
}
