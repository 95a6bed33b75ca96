package io.anyloop.agent.doctor;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The machine and the Java that run this.
final class ThisMachine implements Machine {
    /// The part of the agent that is compiled for the Java that hubs need.
    private static final String NEWER = "io.anyloop.agent.Newer";

    private final Loops loops;
    private Map<String, String> newer;

    /// @param loader finds the program's classes
    ThisMachine(ClassLoader loader) {
        this.loops = new CoreLoops(loader);
    }

    @Override
    public String property(String name) {
        return System.getProperty(name);
    }

    @Override
    public String variable(String name) {
        return System.getenv(name);
    }

    @Override
    public String file(String path) {
        try {
            return new String(Files.readAllBytes(Paths.get(path)), StandardCharsets.ISO_8859_1);
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    @Override
    public List<String> options() {
        try {
            return ManagementFactory.getRuntimeMXBean().getInputArguments();
        } catch (LinkageError | RuntimeException e) {
            return null; // a Java without the module java.management
        }
    }

    @Override
    public int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public long heap() {
        return Runtime.getRuntime().maxMemory();
    }

    @Override
    public List<String> openFiles() {
        String limits = file("/proc/self/limits");
        if (limits != null) {
            for (String line : limits.split("\n")) {
                if (line.startsWith("Max open files")) {
                    String[] words = line.substring("Max open files".length()).trim().split(" +");
                    return Arrays.asList(words[0], words[1]);
                }
            }
        }
        return File.separatorChar == '/' ? askShell() : null;
    }

    private static List<String> askShell() {
        try {
            Process shell =
                    new ProcessBuilder("/bin/sh", "-c", "ulimit -Sn; ulimit -Hn")
                            .redirectErrorStream(true)
                            .start();
            try {
                if (!shell.waitFor(5, TimeUnit.SECONDS)) {
                    return null;
                }
                BufferedReader said =
                        new BufferedReader(
                                new InputStreamReader(
                                        shell.getInputStream(), StandardCharsets.US_ASCII));
                List<String> both = new ArrayList<>();
                said.lines().forEach(both::add);
                return both.size() == 2 ? both : null;
            } finally {
                shell.destroy();
            }
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public String version() {
        return ThisMachine.class.getPackage().getImplementationVersion();
    }

    @Override
    public String agentJar() {
        try {
            Path jar =
                    Paths.get(
                            ThisMachine.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
            return jar.toString();
        } catch (URISyntaxException | RuntimeException e) {
            return "anyloop-agent.jar";
        }
    }

    @Override
    public synchronized Map<String, String> newer() {
        if (newer == null) {
            newer =
                    JavaCheck.isNewEnough(this)
                            ? this.<Map<String, String>>ask("facts")
                            : Collections.<String, String>emptyMap();
        }
        return newer;
    }

    @Override
    public List<Map<String, String>> features() {
        return JavaCheck.isNewEnough(this)
                ? this.<List<Map<String, String>>>ask("features")
                : Collections.<Map<String, String>>emptyList();
    }

    @SuppressWarnings("unchecked")
    private <T> T ask(String method) {
        try {
            return (T) Class.forName(NEWER).getMethod(method).invoke(null);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause().toString(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e.toString(), e);
        }
    }

    @Override
    public Loops loops() {
        return loops;
    }
}
