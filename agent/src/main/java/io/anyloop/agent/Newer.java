package io.anyloop.agent;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the command `doctor` asks only of a Java that is new enough for hubs. It is called by name, and answers in types of the JDK's.
public final class Newer {
    /// The same on every processor that Linux runs Java on.
    private static final long IO_URING_SETUP = 425;

    /// `struct io_uring_params`
    private static final int PARAMETERS = 120;

    private Newer() {}

    /// Facts about this Java, "yes" or "no": `virtualThreads` are real, `agents` can be started, `addOpens` has opened `java.lang` to
    /// Anyloop's core, `nativeAccess` is granted to the class path; and `ioUring`, the error number of Linux for a ring that was asked for, 0 if it gave one, where that may be tried.
    ///
    /// @return the facts by name
    public static Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("virtualThreads", word(hasVirtualThreads()));
        facts.put("agents", word(ModuleLayer.boot().findModule("java.instrument").isPresent()));
        facts.put("addOpens", word(isOpenToCore()));
        boolean mayCall = Newer.class.getModule().isNativeAccessEnabled();
        facts.put("nativeAccess", word(mayCall));
        if (mayCall && System.getProperty("os.name").equals("Linux")) {
            facts.put("ioUring", askForRing());
        }
        return facts;
    }

    /// On the class path, where this is too, or on the module path.
    private static boolean isOpenToCore() {
        Module base = Object.class.getModule();
        return base.isOpen("java.lang", Newer.class.getModule())
                || ModuleLayer.boot()
                        .findModule("io.anyloop.core")
                        .filter(core -> base.isOpen("java.lang", core))
                        .isPresent();
    }

    /// Where there are no continuations, the JDK makes virtual threads of another kind.
    private static boolean hasVirtualThreads() {
        return Thread.ofVirtual()
                .unstarted(() -> {})
                .getClass()
                .getName()
                .equals("java.lang.VirtualThread");
    }

    /// Takes the smallest ring there is, and gives it back.
    @SuppressWarnings("restricted") // where native access is granted
    private static String askForRing() {
        Linker linker = Linker.nativeLinker();
        StructLayout stateLayout = Linker.Option.captureStateLayout();
        VarHandle errno = stateLayout.varHandle(MemoryLayout.PathElement.groupElement("errno"));
        MethodHandle call =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("syscall"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS),
                        Linker.Option.firstVariadicArg(1),
                        Linker.Option.captureCallState("errno"));
        MethodHandle close =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("close"),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(stateLayout);
            long ring =
                    (long)
                            call.invokeExact(
                                    state, IO_URING_SETUP, 1, arena.allocate(PARAMETERS, 8));
            if (ring < 0) {
                return Integer.toString((int) errno.get(state, 0L));
            }
            int _ = (int) close.invokeExact((int) ring);
            return "0";
        } catch (Throwable e) {
            throw new IllegalStateException("A system call cannot be made.", e);
        }
    }

    private static String word(boolean truth) {
        return truth ? "yes" : "no";
    }

    /// The agent's features: `name`; `state`, "installs", "not needed" on this system, or "missing" from this Java; `note` for people,
    /// if there is something to say.
    ///
    /// @return the features, in the order in which they are described
    public static List<Map<String, String>> features() {
        Survey survey = Survey.ofRunningJdk();
        return Stream.of(Feature.values()).map(feature -> told(feature, survey)).toList();
    }

    static Map<String, String> told(Feature feature, Survey survey) {
        String name = feature.name().toLowerCase(Locale.ROOT);
        if (!feature.isForThisSystem()) {
            return Map.of("name", name, "state", "not needed", "note", "on this system");
        }
        if (!survey.has(feature)) {
            return Map.of("name", name, "state", "missing", "note", missing(feature, survey));
        }
        String note =
                survey.of(feature).stream()
                        .flatMap(finding -> exception(finding).stream())
                        .collect(Collectors.joining("; "));
        return note.isEmpty()
                ? Map.of("name", name, "state", "installs")
                : Map.of("name", name, "state", "installs", "note", note);
    }

    private static Optional<String> exception(Survey.Finding finding) {
        Shape shape = finding.shape().orElseThrow();
        String what = finding.hook().what();
        return switch (shape.kind) {
            case CHANGED -> Optional.empty();
            case NOT_NEEDED -> Optional.of("%s needs nothing: %s".formatted(what, shape.text));
            case LEFT -> Optional.of("but %s %s".formatted(what, shape.text));
        };
    }

    private static String missing(Feature feature, Survey survey) {
        List<String> methods = survey.missing(feature);
        String why =
                methods.isEmpty()
                        ? "it is of no use without another one that is missing"
                        : "this Java has no " + String.join(", ", methods);
        return "%s; so %s".formatted(why, feature.without);
    }
}
