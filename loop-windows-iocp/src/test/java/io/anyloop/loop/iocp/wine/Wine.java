package io.anyloop.loop.iocp.wine;

import io.anyloop.agent.AheadOfTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A Java 21 for Windows under Wine, with the classes of this build: what is needed of it is made under
/// `target/wine`, once.
///
/// The runtime is Temurin 21, unchanged, out of a tool of SonarSource that brings it along; Maven fetches
/// that from Maven Central in the profile `full`.
final class Wine implements AutoCloseable {
    private static final Path HOME = Path.of("target/wine").toAbsolutePath();
    private static final Path ARCHIVE =
            HOME.resolve("sonar-scanner-cli-8.1.0.6389-windows-x64.zip");
    private static final String SHA_256 =
            "73f0e71928673d5b2f39bb86213342a30e51a14c8eec345164016bb29c8df8ee";

    /// Unpacked last, as the mark that all the rest is there.
    private static final String LAST = "release";

    private final Path prefix = HOME.resolve("prefix");
    private final Path runtime = HOME.resolve("runtime");
    private final Path patch = HOME.resolve("patch");
    private final Path ports = HOME.resolve("ports");
    private final ClassesForJava21 retarget = new ClassesForJava21(Wine.class.getClassLoader());
    private final String classPath;

    private Wine() throws IOException {
        classPath = classPath();
    }

    /// @throws IllegalStateException with one sentence, where Wine or the runtime is not there
    static Wine prepare() throws IOException, InterruptedException {
        if (!isOnPath("wine")) {
            throw new IllegalStateException(
                    "The Windows run needs Wine, and there is none on the PATH: install it (Debian:"
                            + " apt-get install --no-install-recommends wine wine64), or run .ci/windows.");
        }
        var wine = new Wine();
        wine.unpackRuntime();
        wine.rewriteAhead();
        if (!Files.exists(wine.prefix.resolve("system.reg"))) {
            Files.createDirectories(wine.prefix);
            wine.run(Duration.ofMinutes(3), List.of("wine", "wineboot", "-i"));
        }
        return wine;
    }

    private static boolean isOnPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private void unpackRuntime() throws IOException {
        if (!Files.exists(ARCHIVE)) {
            throw new IllegalStateException(
                    "The Java runtime for Windows is not at "
                            + ARCHIVE
                            + ": run Maven with -Pfull, which fetches it.");
        }
        if (Files.exists(runtime.resolve(LAST))) {
            return;
        }
        String sum = sha256(Files.readAllBytes(ARCHIVE));
        if (!sum.equals(SHA_256)) {
            throw new IllegalStateException(
                    "%s has the checksum %s instead of %s: delete it, and fetch it again."
                            .formatted(ARCHIVE, sum, SHA_256));
        }
        try (FileSystem archive = FileSystems.newFileSystem(ARCHIVE)) {
            Path inside = jreIn(archive.getPath("/"));
            try (Stream<Path> all = Files.walk(inside)) {
                for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                    String name = inside.relativize(file).toString();
                    if (!name.equals(LAST)) {
                        copy(file, runtime.resolve(name));
                    }
                }
            }
            copy(inside.resolve(LAST), runtime.resolve(LAST));
        }
    }

    private static Path jreIn(Path archive) throws IOException {
        try (Stream<Path> tops = Files.list(archive)) {
            return tops.map(top -> top.resolve("jre"))
                    .filter(Files::isDirectory)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /// The class path of this test: classes of the project made fit for Java 21, and jars of others as they
    /// are.
    private String classPath() throws IOException {
        var entries = new ArrayList<Path>();
        Path classes = HOME.resolve("classes");
        deleteTree(classes);
        entries.add(classes);
        for (String entry : System.getProperty("java.class.path").split(":")) {
            Path path = Path.of(entry).toAbsolutePath();
            if (Files.isDirectory(path) || path.getFileName().toString().startsWith("anyloop-")) {
                retarget.copy(path, classes);
            } else if (Files.exists(path)) {
                entries.add(path);
            }
        }
        return entries.stream().map(Wine::onWindows).collect(Collectors.joining(";"));
    }

    /// What the agent does to classes as they are loaded is done to files: there is no Java for Windows that has the API it is
    /// written with.
    private void rewriteAhead() throws IOException {
        deleteTree(patch);
        deleteTree(ports);
        var ahead = new AheadOfTime(retarget::retargeted);
        ahead.patchJdk(runtime, patch);
        ahead.makePort(HOME.resolve("classes"), ports);
    }

    private static void deleteTree(Path root) throws IOException {
        if (Files.exists(root)) {
            try (Stream<Path> all = Files.walk(root)) {
                all.sorted(Comparator.reverseOrder()).forEach(Wine::delete);
            }
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Wine shows the whole file system as drive Z.
    private static String onWindows(Path path) {
        return "Z:" + path.toAbsolutePath();
    }

    /// Runs a main class there, with what it prints going to our own output.
    ///
    /// @return its exit status
    int java(Duration limit, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        return java(limit, List.of(), classPath, main, arguments);
    }

    /// As [#java], with the JDK's waits brought to hubs.
    int javaWithAgent(Duration limit, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        return java(
                limit,
                List.of(
                        "--patch-module=java.base=" + onWindows(patch),
                        "-Dio.anyloop.agent=present",
                        "-Danyloop.agent=true"),
                onWindows(ports) + ";" + classPath,
                main,
                arguments);
    }

    private int java(
            Duration limit, List<String> options, String path, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        var command =
                new ArrayList<>(
                        List.of(
                                "wine",
                                runtime.resolve("bin/java.exe").toString(),
                                "-XX:-PrintWarnings", // of a call that Wine lacks
                                "--enable-preview", // java.lang.foreign
                                "--enable-native-access=ALL-UNNAMED",
                                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                                "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                                "-Djdk.trackAllThreads=false",
                                "-Djava.awt.headless=true"));
        command.addAll(aroundNetworkInterfaces());
        command.addAll(options);
        command.addAll(List.of("-cp", path, main.getName()));
        command.addAll(List.of(arguments));
        return run(limit, command);
    }

    /// Wine 8 lacks a function that Java looks for when it lists network interfaces, which ends the virtual
    /// machine. Java does so for IPv6, and for the seed of its own source of random numbers.
    private static List<String> aroundNetworkInterfaces() {
        return List.of(
                "-Djava.net.preferIPv4Stack=true",
                "-Djava.security.properties="
                        + onWindows(
                                HOME.resolve("classes/io/anyloop/loop/iocp/wine/wine.security")));
    }

    private int run(Duration limit, List<String> command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        environment(builder);
        builder.redirectInput(Path.of("/dev/null").toFile());
        Process process = builder.start();
        var output = Thread.ofPlatform().daemon().start(() -> show(process));
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new IllegalStateException(
                    "%s was not over after %s.".formatted(String.join(" ", command), limit));
        }
        output.join(1000); // what Wine leaves running may hold the pipe
        return process.exitValue();
    }

    private static void show(Process process) {
        try (var lines = process.inputReader()) {
            lines.lines().forEach(System.out::println);
        } catch (IOException | UncheckedIOException e) {
            // The process is over.
        }
    }

    private void environment(ProcessBuilder builder) {
        var variables = builder.environment();
        variables.put("WINEPREFIX", prefix.toString());
        variables.put("WINEDEBUG", "-all");
        variables.remove("DISPLAY");
        variables.remove("JAVA_TOOL_OPTIONS");
    }

    /// Ends the server that Wine leaves running for this prefix.
    @Override
    public void close() throws IOException {
        var builder = new ProcessBuilder("wineserver", "-k");
        environment(builder);
        try {
            builder.start().waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
