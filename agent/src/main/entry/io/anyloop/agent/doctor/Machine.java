package io.anyloop.agent.doctor;

import java.util.List;
import java.util.Map;

/// What is asked of the machine and of this Java. Tests have one that is made up.
interface Machine {
    /// A system property; null if there is none.
    String property(String name);

    /// A variable of the environment; null if there is none.
    String variable(String name);

    /// The text of a file; null if it cannot be read.
    String file(String path);

    /// The options this Java was started with; null if it does not say.
    List<String> options();

    int processors();

    /// The most that the heap may take, in bytes.
    long heap();

    /// How many files may be open, as `ulimit -Sn` and `-Hn` say; null where there is no such limit.
    List<String> openFiles();

    /// The version of the agent whose jar this is.
    String version();

    /// Where the agent's jar lies.
    String agentJar();

    /// What only a Java that is new enough can tell, see `io.anyloop.agent.Newer`; empty on an older one.
    Map<String, String> newer();

    /// The features of the agent, each with "name", "state" and "note"; empty on an old Java.
    List<Map<String, String>> features();

    /// The loops on the class path.
    Loops loops();

    /// What Anyloop's core says of loops. Each method may throw, and may hang.
    interface Loops {
        /// Whether Anyloop's core is on the class path.
        boolean isThere() throws Exception;

        List<String> names() throws Exception;

        /// One loop: "reason" and "remedy" if it is not available, "fault" if a hub did not open on it.
        Map<String, String> attempt(String name) throws Exception;

        /// The "loop" that a hub gets, and the "reason".
        Map<String, String> choice() throws Exception;
    }
}
