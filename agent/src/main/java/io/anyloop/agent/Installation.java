package io.anyloop.agent;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Changes the JDK, once: defines the hook, and rewrites the methods that call it.
final class Installation {
    private static final String PACKAGE = "sun.nio.ch";
    private static final String HOOK = "sun.nio.ch.AnyloopHook";

    static final String PORT = "AnyloopPort";

    /// In the order in which they need each other.
    static final List<String> HOOK_CLASSES =
            List.of(
                    PORT,
                    "AnyloopHook$Table",
                    "AnyloopHook$Slots",
                    "AnyloopHook$Counts",
                    "AnyloopHook",
                    "AnyloopProgram");

    private Installation() {}

    /// @param forProgram what has been asked for among what changes programs
    /// @return whether the JDK's waits come to ports from now on
    static boolean install(Instrumentation instrumentation, Set<Feature> forProgram) {
        try {
            Switches switches = defineHook(instrumentation);
            Rewriter hoped = new Rewriter(Feature.hoped(forProgram));
            Class<?>[] all = hoped.toRewrite();
            if (rewrites(instrumentation, hoped, all) && hoped.hasFitted()) {
                switches.set(Feature.CLOSES.isForThisSystem(), true);
                return true;
            }
            instrumentation.removeTransformer(hoped);
            return installFound(instrumentation, forProgram, switches, all);
        } catch (IOException | ReflectiveOperationException | RuntimeException e) {
            complain("the hook cannot be defined (" + e + ")", Feature.WAITS);
        }
        return false;
    }

    /// In a JDK that is not as was hoped: looks at what it has, which takes a while, and changes that. There is no hub yet, so until
    /// then what was changed calls hooks that do nothing.
    ///
    /// @param all what may have been changed; some of it may have to be again as it was
    private static boolean installFound(
            Instrumentation instrumentation,
            Set<Feature> forProgram,
            Switches switches,
            Class<?>[] all)
            throws ReflectiveOperationException {
        Survey survey = Survey.ofRunningJdk();
        complainOfMissing(survey, forProgram);
        Rewriter rewriter = new Rewriter(survey.changes(forProgram));
        switches.set(survey.has(Feature.CLOSES), survey.changes(Feature.Hooks.STOP));
        if (rewrites(instrumentation, rewriter, all)) {
            return survey.has(Feature.WAITS);
        }
        instrumentation.removeTransformer(rewriter);
        return false;
    }

    private static boolean rewrites(
            Instrumentation instrumentation, Rewriter rewriter, Class<?>[] all) {
        instrumentation.addTransformer(rewriter, true);
        try {
            instrumentation.retransformClasses(all);
            return true;
        } catch (UnmodifiableClassException | LinkageError e) {
            complain("the virtual machine refuses the changed classes (" + e + ")", Feature.WAITS);
            return false;
        }
    }

    private static void complainOfMissing(Survey survey, Set<Feature> forProgram) {
        for (Feature feature : Feature.values()) {
            List<String> missing = survey.missing(feature);
            boolean isWanted = !feature.isForProgram() || forProgram.contains(feature);
            if (isWanted && feature.isForThisSystem() && !missing.isEmpty()) {
                complain("it has no " + String.join(", ", missing), feature);
            }
        }
    }

    private static void complain(String why, Feature feature) {
        System.err.printf(
                "anyloop-agent: this Java (%s, %s) is not one that it knows: %s. So %s. All else works. Remedy: a newer Anyloop, or Java 25, 26 or 27.%n",
                Runtime.version(), System.getProperty("java.vendor"), why, feature.without);
    }

    /// Defines the hook in the package that it hooks, in `java.base`: so there is one for all class loaders, and no boot class
    /// path that would switch class sharing off.
    private static Switches defineHook(Instrumentation instrumentation)
            throws IOException, ReflectiveOperationException {
        Module agent = Installation.class.getModule();
        instrumentation.redefineModule(
                Object.class.getModule(),
                Set.of(),
                Map.of(),
                Map.of(PACKAGE, Set.of(agent)),
                Set.of(),
                Map.of());
        MethodHandles.Lookup inside =
                MethodHandles.privateLookupIn(
                        Class.forName("sun.nio.ch.Net", false, null), MethodHandles.lookup());
        Class<?> hook = null;
        for (byte[] bytes : hookClasses()) {
            Class<?> defined = inside.defineClass(bytes);
            if (defined.getName().equals(HOOK)) {
                hook = defined;
            }
        }
        return new Switches(inside, hook);
    }

    /// What the hook has to know of the JDK.
    private record Switches(MethodHandles.Lookup inside, Class<?> hook) {
        /// Before there is a hub.
        void set(boolean closesAreKnown, boolean stopsAreTold) throws ReflectiveOperationException {
            set("closesAreKnown", closesAreKnown);
            set("stopsAreTold", stopsAreTold);
        }

        private void set(String name, boolean on) throws ReflectiveOperationException {
            inside.findStaticVarHandle(hook, name, boolean.class).set(on);
        }
    }

    private static List<byte[]> hookClasses() throws IOException {
        List<byte[]> all = new ArrayList<>();
        for (String name : HOOK_CLASSES) {
            all.add(hookClass(name));
        }
        return all;
    }

    /// One of the classes that are defined into the JDK. They lie in a folder that is no package of the JDK's, or the jar could not be
    /// on a module path.
    static byte[] hookClass(String name) throws IOException {
        try (InputStream in =
                Installation.class.getResourceAsStream("defined/" + name + ".class")) {
            if (in == null) {
                throw new IOException(
                        "The agent's jar has no io/anyloop/agent/defined/%s.class. Pack it with all that is in anyloop-agent.jar."
                                .formatted(name));
            }
            return in.readAllBytes();
        }
    }
}
