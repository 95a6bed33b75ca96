package io.anyloop.agent.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which versions of Anyloop, Netty and Vert.x are on the class path, and whether they go together.
final class ClassPathCheck {
    private static final String WHO_BRINGS_IT =
            "mvn dependency:tree, or gradle dependencies, shows who brings it.";

    private final ClassPath path;
    private final Report report;

    private ClassPathCheck(ClassPath path, Report report) {
        this.path = path;
        this.report = report;
    }

    static void examine(ClassPath path, String agent, Report report) {
        ClassPathCheck check = new ClassPathCheck(path, report);
        check.list(report.section("libraries", "Libraries on the class path").ofThings());
        check.entries();
        check.severalOfOne();
        check.mixed();
        check.coreAndAgent(agent);
        check.needed("netty-version", "anyloop-loop-netty", "netty-common", "4.2.", "Netty 4.2");
        check.needed("vertx-version", "anyloop-loop-vertx", "vertx-core", "5.", "Vert.x 5");
    }

    private void list(Section section) {
        for (String project : new String[] {Libraries.ANYLOOP, Libraries.NETTY, Libraries.VERTX}) {
            artifactsByVersion(project)
                    .forEach((version, artifacts) ->
                            section.thing(project, version, String.join(" ", artifacts)));
        }
    }

    /// Netty's are released together, but for a few that have numbers of their own.
    private static boolean hasOwnNumbers(Library library) {
        return library.artifact.startsWith("netty-tcnative")
                || library.artifact.startsWith("netty-incubator");
    }

    private Map<String, TreeSet<String>> artifactsByVersion(String project) {
        Map<String, TreeSet<String>> all = new TreeMap<>();
        for (Library library : path.libraries) {
            if (library.project.equals(project)) {
                all.computeIfAbsent(version(library), it -> new TreeSet<>()).add(library.artifact);
            }
        }
        return all;
    }

    private static String version(Library library) {
        return library.version == null ? "of no version" : library.version;
    }

    private void entries() {
        for (String entry : path.missing) {
            report.wrong(
                    "missing-entry",
                    "There is no " + entry + ", though the class path names it.",
                    "Correct the class path.");
        }
        for (String jar : path.unreadable) {
            report.wrong(
                    "unreadable-entry",
                    "What the class path names cannot be read: " + jar + ".",
                    "Get or build it anew.");
        }
    }

    private void severalOfOne() {
        Map<String, Map<String, String>> places = new LinkedHashMap<>();
        for (Library library : path.libraries) {
            places.computeIfAbsent(library.artifact, it -> new LinkedHashMap<>())
                    .putIfAbsent(version(library), library.place);
        }
        places.forEach((artifact, versions) -> {
            if (versions.size() > 1) {
                List<String> all = new ArrayList<>();
                versions.forEach((version, place) -> all.add(version + " (" + place + ")"));
                report.wrong(
                        "several-versions",
                        artifact
                                + " is there in several versions: "
                                + String.join(", ", all)
                                + ". Java takes each class from the first that has it.",
                        "Keep one of them. " + WHO_BRINGS_IT);
            }
        });
    }

    private void mixed() {
        mixed("mixed-anyloop", Libraries.ANYLOOP, "All of Anyloop has to be of one version.");
        mixed(
                "mixed-netty",
                Libraries.NETTY,
                "Import io.netty:netty-bom, so that all of Netty is of one version.");
        mixed(
                "mixed-vertx",
                Libraries.VERTX,
                "If something goes wrong, try with one version for all.");
    }

    private void mixed(String id, String project, String remedy) {
        Map<String, TreeSet<String>> all = new TreeMap<>();
        for (Library library : path.libraries) {
            if (library.project.equals(project)
                    && library.version != null
                    && !hasOwnNumbers(library)) {
                all.computeIfAbsent(library.version, it -> new TreeSet<>()).add(library.artifact);
            }
        }
        if (all.size() < 2) {
            return;
        }
        List<String> words = new ArrayList<>();
        all.forEach((version, artifacts) ->
                words.add(version + " (" + String.join(", ", artifacts) + ")"));
        String seen = project + " is there in mixed versions: " + String.join("; ", words) + ".";
        if (project.equals(Libraries.VERTX)) {
            report.note(id, seen, remedy);
        } else {
            report.wrong(id, seen, remedy + " " + WHO_BRINGS_IT);
        }
    }

    private void coreAndAgent(String agent) {
        for (Library library : path.libraries) {
            if (library.artifact.equals("anyloop-core")
                    && library.version != null
                    && agent != null
                    && !library.version.equals(agent)) {
                report.wrong(
                        "agent-version",
                        "anyloop-core is of version "
                                + library.version
                                + " ("
                                + library.place
                                + "), and this agent of version "
                                + agent
                                + ".",
                        "Take an anyloop-agent.jar of the same version as anyloop-core.");
                return;
            }
        }
    }

    private void needed(String id, String by, String artifact, String version, String words) {
        if (path.libraries.stream().noneMatch(library -> library.artifact.equals(by))) {
            return;
        }
        for (Library library : path.libraries) {
            if (library.artifact.equals(artifact)
                    && library.version != null
                    && !library.version.startsWith(version)) {
                report.wrong(
                        id,
                        by
                                + " needs "
                                + words
                                + ", and "
                                + artifact
                                + " is "
                                + library.version
                                + " ("
                                + library.place
                                + ").",
                        "Take " + words + ". " + WHO_BRINGS_IT);
            }
        }
    }
}
