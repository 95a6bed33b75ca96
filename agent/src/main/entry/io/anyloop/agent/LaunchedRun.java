package io.anyloop.agent;

import java.lang.instrument.Instrumentation;

/// Called before [RunMain] in `java -jar anyloop-run.jar`: the agent itself begins when it is known what to do.
public final class LaunchedRun {
    private static Instrumentation given;

    private LaunchedRun() {}

    /// Called by the virtual machine.
    ///
    /// @param options none
    /// @param instrumentation given by the virtual machine
    public static void agentmain(String options, Instrumentation instrumentation) {
        given = instrumentation;
    }

    /// What the virtual machine has given; null if this was not started as a program.
    static Instrumentation instrumentation() {
        return given;
    }
}
