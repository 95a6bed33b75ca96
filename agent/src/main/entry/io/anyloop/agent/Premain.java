package io.anyloop.agent;

import java.lang.instrument.Instrumentation;

/// Where the virtual machine begins. Compiled for old releases of Java, too, so that they say what is wrong.
public final class Premain {
    private static final int OLDEST = 25;

    private Premain() {}

    /// Before the program's `main`.
    ///
    /// @param options what stands behind `=`
    /// @param instrumentation given by the virtual machine
    /// @throws Exception if the agent cannot do its work; the virtual machine ends then
    public static void premain(String options, Instrumentation instrumentation) throws Exception {
        start("premain", options, instrumentation);
    }

    /// In a program that runs already.
    ///
    /// @param options what stands behind `=`
    /// @param instrumentation given by the virtual machine
    /// @throws Exception if the agent cannot do its work; the program goes on without it
    public static void agentmain(String options, Instrumentation instrumentation) throws Exception {
        start("agentmain", options, instrumentation);
    }

    private static void start(String how, String options, Instrumentation instrumentation)
            throws Exception {
        requireVersion();
        Class.forName("io.anyloop.agent.AnyloopAgent")
                .getMethod(how, String.class, Instrumentation.class)
                .invoke(null, options, instrumentation);
    }

    /// @throws IllegalStateException if this Java is too old
    static void requireVersion() {
        String version = System.getProperty("java.specification.version");
        if (version.startsWith("1.") || Integer.parseInt(version) < OLDEST) {
            throw new IllegalStateException(
                    "Anyloop's agent needs Java "
                            + OLDEST
                            + " or newer, and this is Java "
                            + version
                            + " ("
                            + System.getProperty("java.home")
                            + "). Start the program with a newer Java, or without -javaagent:anyloop-agent.jar.");
        }
    }
}
