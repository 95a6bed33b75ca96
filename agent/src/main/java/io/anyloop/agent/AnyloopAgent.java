package io.anyloop.agent;

import java.lang.instrument.Instrumentation;

/// Where the agent begins. Once for a virtual machine: a second one finds the first and leaves it at that. Until a copy of Anyloop is
/// loaded it does nothing but look at the names of classes, so a program without hubs pays next to nothing.
public final class AnyloopAgent {
    private static final String PROPERTY = "io.anyloop.agent";

    private AnyloopAgent() {}

    /// Called by [Premain].
    ///
    /// @param options what is to be done with the program, if anything
    /// @param instrumentation given by the virtual machine
    public static void premain(String options, Instrumentation instrumentation) {
        for (Class<?> early :
                instrumentation.getInitiatedClasses(ClassLoader.getSystemClassLoader())) {
            if (Reception.isOfCore(early.getName())) {
                complainOfEarly();
                break;
            }
        }
        begin(Program.of(options), instrumentation);
    }

    /// A cache of linked classes brings them along before there is any agent.
    private static void complainOfEarly() {
        System.err.println(
                "anyloop-agent: Anyloop's classes were linked before the agent came, by an AOT cache, so its hubs go on without the agent. Remedy: make the cache with -XX:-AOTClassLinking, or use a CDS archive (docs/start.md).");
    }

    /// What the first was not asked for cannot be made up for: the program has begun.
    private static void complainOfSecond() {
        System.err.println(
                "anyloop-agent: the agent was there already, so the program does not come to hubs as the options of the second one ask. Remedy: give the agent once, by the flag that has the options (look at JAVA_TOOL_OPTIONS, too).");
    }

    /// @return whether the program comes to hubs, if that is asked for
    static boolean begin(Program program, Instrumentation instrumentation) {
        if (!isFirst()) {
            if (program.isAsked()) {
                complainOfSecond();
            }
            return false;
        }
        instrumentation.addTransformer(new Reception(instrumentation, program));
        instrumentation.addTransformer(new VertxFuture(instrumentation));
        return program.isAsked() && program.begin(instrumentation);
    }

    /// Called by [Premain].
    ///
    /// @param options as for [#premain]
    /// @param instrumentation given by the virtual machine
    /// @throws IllegalStateException if Anyloop is loaded already
    public static void agentmain(String options, Instrumentation instrumentation) {
        if (System.getProperty(PROPERTY) != null) {
            return;
        }
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            if (Reception.isOfCore(loaded.getName())) {
                throw new IllegalStateException(
                        "Anyloop's agent was attached after Anyloop was loaded ("
                                + loaded.getName()
                                + ", by "
                                + loaded.getClassLoader()
                                + "): hubs of that copy would go on without it. Start the program with -javaagent:anyloop-agent.jar.");
            }
        }
        premain(options, instrumentation);
    }

    private static boolean isFirst() {
        return System.getProperties().putIfAbsent(PROPERTY, "present") == null;
    }
}
