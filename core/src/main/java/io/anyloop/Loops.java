package io.anyloop;

import io.anyloop.spi.Availability;
import io.anyloop.spi.LoopProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/// The event loops that this program has, and which one a hub gets. Any thread.
///
/// ```java
/// return Loops.all().stream()
///         .filter(loop -> Loops.availability(loop).isYes())
///         .map(LoopProvider::name)
///         .toList();
/// ```
///
/// A hub that is opened without naming a loop takes, in this order: the first available one of the list in the system
/// property `anyloop.loop`; of the list in the environment variable `ANYLOOP_LOOP`; the available one of the highest
/// priority. A list is names with commas, `epoll,select`; a name that no loop has is refused.
public final class Loops {
    /// The system property with the list of preferred loops.
    public static final String PROPERTY = "anyloop.loop";

    /// The environment variable with the list of preferred loops.
    public static final String VARIABLE = "ANYLOOP_LOOP";

    private Loops() {}

    /// A loop, and why it was chosen.
    ///
    /// @param provider opens the loop
    /// @param reason a few words for people
    public record Choice(LoopProvider provider, String reason) {}

    /// All loops on the class path and the module path, the most preferred first.
    ///
    /// @return the providers
    /// @throws IllegalStateException if two have one name, or one cannot be loaded
    public static List<LoopProvider> all() {
        List<LoopProvider> found = new ArrayList<>();
        try {
            addAll(ServiceLoader.load(LoopProvider.class), found);
            if (found.isEmpty()) {
                addAll(ServiceLoader.load(LoopProvider.class, Loops.class.getClassLoader()), found);
            }
        } catch (ServiceConfigurationError e) {
            throw new IllegalStateException(
                    "An event loop on the class path cannot be loaded: %s. If that is a limit (ulimit -n for open files), raise it, or close some, and try again."
                            .formatted(
                                    e.getCause() == null
                                            ? e.getMessage()
                                            : e.getMessage() + ": " + e.getCause().getMessage()),
                    e);
        }
        return checked(found);
    }

    private static void addAll(Iterable<LoopProvider> loader, List<LoopProvider> found) {
        for (LoopProvider provider : loader) {
            found.add(provider);
        }
    }

    static List<LoopProvider> checked(List<LoopProvider> found) {
        Map<String, LoopProvider> byName = new HashMap<>();
        for (LoopProvider provider : found) {
            LoopProvider other = byName.putIfAbsent(provider.name(), provider);
            if (other != null) {
                throw new IllegalStateException(
                        "Two event loops are named \"%s\": %s and %s. Remove one of them from the class path."
                                .formatted(
                                        provider.name(),
                                        other.getClass().getName(),
                                        provider.getClass().getName()));
            }
        }
        found.sort(new Preference());
        return List.copyOf(found);
    }

    /// The most preferred first. Like the rest of what a program with a hub starts with it has no lambda, which costs its first use
    /// (decision 101).
    private static final class Preference implements Comparator<LoopProvider> {
        @Override
        public int compare(LoopProvider a, LoopProvider b) {
            int byPriority = Integer.compare(b.priority(), a.priority());
            return byPriority == 0 ? a.name().compareTo(b.name()) : byPriority;
        }
    }

    /// The loop that a hub gets when none is named.
    ///
    /// @return the choice
    /// @throws IllegalStateException if there is none, with what was found and what to do
    /// @throws IllegalArgumentException if a preferred name is unknown
    public static Choice choose() {
        return choose(all(), System.getProperty(PROPERTY), System.getenv(VARIABLE));
    }

    static Choice choose(List<LoopProvider> all, String property, String variable) {
        if (property != null && !property.isBlank()) {
            return preferred(all, property, "system property " + PROPERTY);
        }
        if (variable != null && !variable.isBlank()) {
            return preferred(all, variable, "variable " + VARIABLE);
        }
        for (LoopProvider provider : all) {
            if (provider.priority() > 0 && availability(provider).isYes()) {
                return new Choice(provider, "highest priority available");
            }
        }
        throw new IllegalStateException("No usable event loop. " + reasons(all) + " " + advice());
    }

    private static Choice preferred(List<LoopProvider> all, String list, String source) {
        List<LoopProvider> wanted = new ArrayList<>();
        for (String name : list.split(",")) {
            wanted.add(named(all, name.strip(), source));
        }
        for (LoopProvider provider : wanted) {
            if (availability(provider).isYes()) {
                return new Choice(provider, "named by " + source);
            }
        }
        throw new IllegalStateException(
                "None of the event loops named by %s (%s) is usable. %s"
                        .formatted(source, list, reasons(wanted)));
    }

    /// The loop of a name.
    ///
    /// @param name the name
    /// @return its provider
    /// @throws IllegalArgumentException if no loop has the name
    public static LoopProvider named(String name) {
        return named(all(), name, null);
    }

    /// Whether a loop can be used here. One whose libraries are not all there cannot.
    ///
    /// @param provider the loop
    /// @return what its provider says; never a [LinkageError]
    public static Availability availability(LoopProvider provider) {
        try {
            return provider.availability();
        } catch (LinkageError e) {
            return Availability.no(
                    "a class that it needs is missing or does not fit (" + e + ")",
                    "take its artifact together with all that this depends on, as Maven and Gradle do");
        }
    }

    private static LoopProvider named(List<LoopProvider> all, String name, String source) {
        for (LoopProvider provider : all) {
            if (provider.name().equals(name)) {
                return provider;
            }
        }
        throw new IllegalArgumentException(
                "No event loop is named \"%s\"%s. Found: %s. Correct the name, or add its module, io.anyloop:anyloop-loop-<name>; where several jars were made into one, their files META-INF/services/io.anyloop.spi.LoopProvider have to be merged."
                        .formatted(name, source == null ? "" : " (" + source + ")", names(all)));
    }

    private static String names(List<LoopProvider> all) {
        return all.isEmpty()
                ? "none"
                : all.stream().map(LoopProvider::name).collect(Collectors.joining(", "));
    }

    private static String reasons(List<LoopProvider> all) {
        return all.isEmpty()
                ? "Found none."
                : all.stream().map(Loops::reason).collect(Collectors.joining(" "));
    }

    private static String reason(LoopProvider provider) {
        String why =
                availability(provider) instanceof Availability.Unavailable no
                        ? no.reason() + "; " + no.remedy()
                        : "only when it is named";
        return provider.name() + ": " + why + ".";
    }

    private static String advice() {
        return "Add a loop to the class path, for example io.anyloop:anyloop-loop-select, which runs everywhere.";
    }
}
