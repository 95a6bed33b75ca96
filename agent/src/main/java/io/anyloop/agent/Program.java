package io.anyloop.agent;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// A program that is to come to hubs as it is: what has been asked for, and the copy of Anyloop that does it. What the options mean that copy
/// knows.
final class Program {
    private static final String ADOPTION = "io.anyloop.adopt.Adoption";
    static final String HOOK = "sun.nio.ch.AnyloopProgram";
    private static final int USAGE = 2;

    private final Map<String, String> options;

    private Program(Map<String, String> options) {
        this.options = options;
    }

    /// @param text as it stands behind `=` of the agent's: `adopt=pools,hubs=2`; may be null
    static Program of(String text) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : text == null ? new String[0] : text.split(",")) {
            int value = option.indexOf('=');
            if (!option.isBlank()) {
                options.put(
                        (value < 0 ? option : option.substring(0, value)).strip(),
                        value < 0 ? "" : option.substring(value + 1).strip());
            }
        }
        return new Program(options);
    }

    /// Whether there is anything to do with it.
    boolean isAsked() {
        return !options.isEmpty();
    }

    /// What is changed in the JDK for it.
    Set<Feature> features() {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        if (isAsked()) {
            features.add(Feature.MAIN);
        }
        if (options.containsKey("adopt")) {
            features.add(Feature.ADOPT);
        }
        if ("pools".equals(options.get("adopt"))) {
            features.add(Feature.POOLS);
        }
        return features;
    }

    /// Opens the hubs, and gives them to the hooks. What prevents that is said, and the program goes on as without Anyloop; options that
    /// cannot be end it.
    ///
    /// @return whether the program comes to hubs
    boolean begin(Instrumentation instrumentation) {
        try {
            Class<?> adoption = adoption();
            letUse(instrumentation, adoption.getModule());
            Object begun = adoption.getMethod("begin", Map.class).invoke(null, options);
            Class.forName(HOOK, true, null).getMethod("begin", Map.class).invoke(null, begun);
            return true;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException wrong) {
                System.err.println("anyloop: " + wrong.getMessage());
                System.exit(USAGE);
            }
            complain(String.valueOf(e.getCause().getMessage()));
        } catch (ClassNotFoundException e) {
            complain(
                    e.getMessage().equals(HOOK)
                            ? "This Java is not one that it knows."
                            : "Anyloop itself is neither on the class path nor in the agent's jar. Use anyloop-run.jar for the agent, which has it.");
        } catch (ReflectiveOperationException | IOException e) {
            complain("Anyloop cannot be started (" + e + ").");
        }
        return false;
    }

    private static void complain(String why) {
        System.err.printf(
                "anyloop-agent: the program does not come to hubs, and runs as without Anyloop. %s%n",
                why);
    }

    /// Of the program's own copy of Anyloop, if it has one that can do it, so that its calls find the hubs; else of the one in the
    /// agent's jar, which the program does not see.
    private static Class<?> adoption() throws ClassNotFoundException, IOException {
        try {
            return Class.forName(ADOPTION, true, ClassLoader.getSystemClassLoader());
        } catch (ClassNotFoundException e) {
            return Class.forName(ADOPTION, true, OwnLibrary.open());
        }
    }

    private static void letUse(Instrumentation instrumentation, Module core) {
        if (core.isNamed()) {
            instrumentation.redefineModule(
                    core,
                    Set.of(),
                    Map.of("io.anyloop.adopt", Set.of(Program.class.getModule())),
                    Map.of(),
                    Set.of(),
                    Map.of());
        }
    }
}
