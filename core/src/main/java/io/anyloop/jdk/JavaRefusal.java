package io.anyloop.jdk;

import java.util.Optional;

/// What is said of a Java on which no hub can open, or that has a fault which hubs meet: what was seen, and what to do.
final class JavaRefusal {
    private static final String TESTED =
            "Use a Java that this Anyloop was tested on (25, 26 or 27), or a newer Anyloop, if there is one.";

    private JavaRefusal() {}

    private static String seen() {
        return "%s, %s, in %s"
                .formatted(
                        System.getProperty("java.version"),
                        System.getProperty("java.vendor"),
                        System.getProperty("java.home"));
    }

    /// The flag is missing.
    ///
    /// @param core the module that needs the package
    static String notOpened(Module core) {
        return "A hub needs the package java.lang opened, to build virtual threads that it schedules itself. Start"
                + " Java with: -javaagent:anyloop-agent.jar (or without the agent: --add-opens java.base/java.lang="
                + (core.isNamed() ? core.getName() : "ALL-UNNAMED")
                + ")";
    }

    /// A constructor or a method is not there.
    ///
    /// @param what its name
    static String hasNot(String what) {
        return "This Java (%s) has no %s, by which a hub becomes the scheduler of its greenlets. %s"
                .formatted(seen(), what, TESTED);
    }

    /// Whether this program was compiled ahead of time, and runs without a JVM: GraalVM tells by this property.
    static boolean isNativeImage() {
        return "runtime".equals(System.getProperty("org.graalvm.nativeimage.imagecode"));
    }

    /// There is no JVM whose virtual threads could be scheduled.
    static String nativeImage() {
        return "This program is a native image of GraalVM's, and no hub opens in one: a hub schedules virtual threads itself, which"
                + " only a JVM lets it do. Run the program's jars with Java 25 or newer; jlink and jpackage bring a Java along.";
    }

    /// Virtual threads are platform threads in disguise.
    static String noVirtualThreads() {
        return "This Java (%s) runs without real virtual threads: it was started with -XX:-VMContinuations, or has none on this system. Remove that flag, or use another build of Java."
                .formatted(seen());
    }

    /// A virtual thread was started, and its scheduler has heard nothing of it.
    ///
    /// @param ran whether it ran all the same
    static String neverArrives(boolean ran) {
        return "This Java (%s) does not hand its virtual threads to the scheduler that was given to them%s. %s"
                .formatted(
                        seen(),
                        ran
                                ? ": one ran elsewhere"
                                : ": one was started, and nothing arrived within %d s"
                                        .formatted(VirtualThreads.PATIENCE.toSeconds()),
                        ran
                                ? TESTED
                                : TESTED
                                        + " On a machine that stood still for so long, try again.");
    }

    /// A scheduler got a virtual thread and ran it, but the JDK says that another thread carries it.
    static String carriedElsewhere() {
        return "This Java (%s) does not run a virtual thread on the thread that its scheduler runs it on. %s"
                .formatted(seen(), TESTED);
    }

    /// What is known to be wrong with a release, in one line; empty if nothing is.
    static Optional<String> faultOf(Runtime.Version java) {
        boolean losesWakeups =
                java.feature() == 25
                        && java.interim() == 0
                        && java.update() < 3
                        && java.pre().isEmpty();
        return losesWakeups
                ? Optional.of(
                        "Java %s may leave virtual threads parked for good, greenlets too (JDK-8369227). Remedy: Java 25.0.3 or newer."
                                .formatted(java))
                : Optional.empty();
    }
}
