package io.anyloop.agent;

import io.anyloop.agent.doctor.Doctor;
import java.lang.instrument.Instrumentation;

/// Starts the agent in `java -jar anyloop-agent.jar`, so that what is tried there is tried with it. On a Java that is too old for it
/// the command says so, by itself.
public final class LaunchedAgent {
    private LaunchedAgent() {}

    /// Called by the virtual machine before [Main].
    ///
    /// @param options none
    /// @param instrumentation given by the virtual machine
    public static void agentmain(String options, Instrumentation instrumentation) {
        if (System.getProperty(Doctor.AGENT) != null) {
            return; // by -javaagent, too
        }
        try {
            Premain.agentmain(options, instrumentation);
            Doctor.agentIsForCommand();
        } catch (Exception e) {
            // Without the agent, then; Main tells why.
        }
    }
}
