package io.anyloop.agent;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/// For `java -jar anyloop-run.jar`. Compiled for old releases of Java, too, so that they say what is wrong.
public final class RunMain {
    private static final int USAGE = 2;

    private RunMain() {}

    /// Starts another program on hubs.
    ///
    /// @param arguments of the command line: options, `--`, and what would stand behind `java`
    /// @throws Throwable what that program throws
    public static void main(String[] arguments) throws Throwable {
        try {
            Premain.requireVersion();
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(USAGE);
        }
        try {
            Class.forName("io.anyloop.agent.RunCommand")
                    .getMethod("run", String[].class, Instrumentation.class)
                    .invoke(null, arguments, LaunchedRun.instrumentation());
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
