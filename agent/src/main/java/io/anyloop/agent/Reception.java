package io.anyloop.agent;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Meets every copy of Anyloop as it is loaded: opens for it what it needs, and makes its scheduler a port that the JDK's waits
/// come to. The first one makes the agent change the JDK.
final class Reception implements ClassFileTransformer {
    private static final String CORE_OPENS = "io/anyloop/jdk/HubThreads";
    static final String CORE_PORT = "io/anyloop/port/HubScheduler";

    private final Instrumentation instrumentation;
    private final Program program;

    /// Null until the JDK was changed, or could not be.
    private Boolean hasPort;

    /// @param program is asked for what changes programs when a first copy is met: to name it takes a while
    Reception(Instrumentation instrumentation, Program program) {
        this.instrumentation = instrumentation;
        this.program = program;
    }

    static boolean isOfCore(String className) {
        String name = className.replace('.', '/');
        return name.equals(CORE_OPENS) || name.equals(CORE_PORT);
    }

    @Override
    public byte[] transform(
            Module module,
            ClassLoader loader,
            String name,
            Class<?> redefined,
            ProtectionDomain domain,
            byte[] bytes) {
        if (loader == null || redefined != null) {
            return null;
        }
        if (CORE_OPENS.equals(name)) {
            open(module);
        } else if (CORE_PORT.equals(name) && hasPort() && fits(bytes, domain)) {
            open(module);
            return asPort(bytes);
        }
        return null;
    }

    /// Whether a copy of Anyloop has all that the hook calls. One of another version may not.
    private static boolean fits(byte[] scheduler, ProtectionDomain domain) {
        List<String> missing;
        try {
            missing = PortCheck.missing(Installation.hookClass(Installation.PORT), scheduler);
        } catch (IOException e) {
            missing = List.of("interface that can be read (" + e + ")");
        }
        if (missing.isEmpty()) {
            return true;
        }
        CodeSource source = domain == null ? null : domain.getCodeSource();
        System.err.printf(
                "anyloop-agent: the Anyloop in %s is of another version than this agent: its scheduler has no %s."
                        + " So sockets, selectors and pipes wait with the JDK's own threads, and what blocks a hub's thread stops that hub."
                        + " All else works. Remedy: an anyloop-agent.jar of the same version as anyloop-core.%n",
                source == null ? "an unknown place" : source.getLocation(),
                String.join(", ", missing));
        return false;
    }

    /// On a thread of its own: a thread that is in a transformer already transforms nothing else.
    private synchronized boolean hasPort() {
        if (hasPort == null) {
            Installing installing = new Installing(instrumentation, program);
            Thread thread = new Thread(null, installing, "anyloop-agent", 0, false);
            thread.setDaemon(true);
            thread.start();
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            hasPort = installing.isDone;
        }
        return hasPort;
    }

    private static final class Installing implements Runnable {
        private final Instrumentation instrumentation;
        private final Program program;
        private boolean isDone;

        Installing(Instrumentation instrumentation, Program program) {
            this.instrumentation = instrumentation;
            this.program = program;
        }

        @Override
        public void run() {
            isDone = Installation.install(instrumentation, program.features());
        }
    }

    /// Opens to a copy of Anyloop what `--add-opens` would.
    private void open(Module core) {
        instrumentation.redefineModule(
                Object.class.getModule(),
                Set.of(),
                Map.of("sun.nio.ch", Set.of(core)),
                Map.of("java.lang", Set.of(core), "jdk.internal.vm", Set.of(core)),
                Set.of(),
                Map.of());
    }

    static byte[] asPort(byte[] bytes) {
        ClassWriter writer = new ClassWriter(new ClassBytes(bytes));
        writer.addInterface("sun/nio/ch/AnyloopPort");
        return writer.write();
    }
}
