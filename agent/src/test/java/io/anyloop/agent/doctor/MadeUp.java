package io.anyloop.agent.doctor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// A machine on which all is well, until a test says otherwise.
final class MadeUp implements Machine, Machine.Loops {
    final Map<String, String> properties = new HashMap<>();
    final Map<String, String> variables = new HashMap<>();
    final Map<String, String> files = new HashMap<>();
    final Map<String, String> newer = new HashMap<>();
    final List<Map<String, String>> features = new ArrayList<>();
    final Map<String, Callable<Map<String, String>>> loops = new LinkedHashMap<>();
    Callable<Map<String, String>> choice = () -> Map.of("loop", "select", "reason", "the best");
    List<String> options = new ArrayList<>(List.of("-javaagent:anyloop-agent.jar"));
    List<String> openFiles = List.of("65536", "1048576");
    int processors = 4;
    Callable<Boolean> core = () -> true;

    /// What happens before this Java answers.
    Runnable beforeNewer = () -> {};

    final ClassPath path = new ClassPath();

    MadeUp() {
        java("25.0.3", "25");
        properties.put("java.vendor", "Somebody");
        properties.put("java.vm.name", "OpenJDK 64-Bit Server VM");
        properties.put("java.home", "/opt/java");
        properties.put("os.name", "Linux");
        properties.put("os.version", "6.12.1-generic");
        properties.put("os.arch", "amd64");
        properties.put(Doctor.AGENT, "present");
        files.put("/proc/sys/kernel/io_uring_disabled", "0\n");
        files.put("/proc/self/status", "Name:\tjava\nSeccomp:\t0\nSeccomp_filters:\t0\n");
        files.put("/sys/devices/system/cpu/online", "0-2,7\n");
        files.put("/sys/fs/cgroup/cpu.max", "max 100000\n");
        files.put("/sys/fs/cgroup/memory.max", "max\n");
        newer.putAll(
                Map.of(
                        "virtualThreads", "yes",
                        "agents", "yes",
                        "addOpens", "no",
                        "nativeAccess", "yes",
                        "ioUring", "0"));
        features.add(Map.of("name", "waits", "state", "installs"));
        loops.put("select", () -> Map.of("state", "works", "note", "a hub opened"));
        library(Libraries.ANYLOOP, "anyloop-core", "1.0");
    }

    MadeUp java(String version, String specified) {
        properties.put("java.version", version);
        properties.put("java.runtime.version", version + "+9");
        properties.put("java.specification.version", specified);
        return this;
    }

    MadeUp library(String project, String artifact, String version) {
        path.libraries.add(
                new Library(project, artifact, version, artifact + "-" + version + ".jar"));
        return this;
    }

    Report examined() {
        return examined(10_000);
    }

    Report examined(long limitMillis) {
        return Doctor.examine(this, path, new Limit(limitMillis, getClass().getClassLoader()));
    }

    @Override
    public String property(String name) {
        return properties.get(name);
    }

    @Override
    public String variable(String name) {
        return variables.get(name);
    }

    @Override
    public String file(String name) {
        return files.get(name);
    }

    @Override
    public List<String> options() {
        return options;
    }

    @Override
    public int processors() {
        return processors;
    }

    @Override
    public long heap() {
        return 512L << 20;
    }

    @Override
    public List<String> openFiles() {
        return openFiles;
    }

    @Override
    public String version() {
        return "1.0";
    }

    @Override
    public String agentJar() {
        return "/lib/anyloop-agent.jar";
    }

    @Override
    public Map<String, String> newer() {
        beforeNewer.run();
        return newer;
    }

    @Override
    public List<Map<String, String>> features() {
        return features;
    }

    @Override
    public Machine.Loops loops() {
        return this;
    }

    @Override
    public boolean isThere() throws Exception {
        return core.call();
    }

    @Override
    public List<String> names() {
        return List.copyOf(loops.keySet());
    }

    @Override
    public Map<String, String> attempt(String name) throws Exception {
        return loops.get(name).call();
    }

    @Override
    public Map<String, String> choice() throws Exception {
        return choice.call();
    }
}
