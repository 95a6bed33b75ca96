package io.anyloop.loop.select;

import com.sun.tools.attach.VirtualMachine;
import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.Timeout;
import io.anyloop.function.Outcome;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// The program of [AgentStartTest], in a virtual machine of its own.
public final class AgentChild {
    private static final int TRIES = 200;

    private AgentChild() {}

    /// Does what it is told, and prints what it saw.
    ///
    /// @param arguments `nothing`; `open`; `talk`; `input`; `loaders`; `attach JAR`; `attach-late JAR`
    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "nothing" -> System.out.println("nothing");
            case "talk" -> System.out.println(talk());
            case "input" -> input();
            case "open" -> System.out.println(open());
            case "loaders" -> loaders();
            case "attach" -> {
                attach(arguments[1]);
                System.out.println(talk());
            }
            case "attach-late" -> {
                System.out.println(talk());
                try {
                    attach(arguments[1]);
                } catch (Exception e) {
                    System.out.println("refused");
                }
                System.out.println(talk());
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /// How waits for standard input end that are cut off, while others run.
    private static void input() throws Exception {
        try (Hub hub = Hub.on(new SelectLoopProvider().open())) {
            hub.call(() -> {
                var limit = Timeout.of(Duration.ofMillis(50));
                try {
                    limit.run(() -> System.out.println(failureOfInput()));
                } catch (Timeout e) {
                    System.out.println(e == limit ? "itself" : e.toString());
                }
                var target = Greenlet.spawn(() -> System.out.println(failureOfInput()));
                Greenlet.sleep(Duration.ofMillis(50));
                target.kill("enough");
                System.out.println(target.outcome() instanceof Outcome.Killed ? "killed" : "lives");
            });
        }
    }

    private static String failureOfInput() {
        try {
            return "read " + System.in.read();
        } catch (IOException e) {
            return "%s because of %s"
                    .formatted(e.getClass().getSimpleName(), e.getCause().getMessage());
        }
    }

    /// What is said when a hub is opened.
    private static String open() {
        try (Hub hub = Hub.open()) {
            return hub.call(() -> "open");
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
    }

    private static void attach(String jar) throws Exception {
        VirtualMachine self = VirtualMachine.attach(Long.toString(ProcessHandle.current().pid()));
        try {
            self.loadAgent(jar);
        } finally {
            self.detach();
        }
    }

    private static String talk() throws Exception {
        try (var talk = new Talk()) {
            return talk.call();
        }
    }

    /// A hub, on which a socket is read.
    public static final class Talk implements Callable<String>, AutoCloseable {
        private final Hub hub = Hub.on(new SelectLoopProvider().open());

        /// Opens the hub.
        public Talk() throws Exception {}

        /// Who watches over a read: the hub's loop or the JDK's poller.
        @Override
        public String call() throws Exception {
            return hub.call(() -> {
                try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                        var here = new Socket(server.getInetAddress(), server.getLocalPort());
                        var there = server.accept()) {
                    var reader = Greenlet.spawn(() -> here.getInputStream().read());
                    Greenlet.idle();
                    String stack = List.of(reader.thread().getStackTrace()).toString();
                    there.getOutputStream().write(1);
                    reader.get();
                    return stack.contains("AnyloopHook") ? "by the hub" : "by the JDK";
                }
            });
        }

        @Override
        public void close() {
            hub.close();
        }
    }

    /// Two copies of Anyloop, which nothing holds once their hubs are closed.
    private static void loaders() throws Exception {
        List<WeakReference<?>> gone = talkInCopies();
        for (int i = 0; i < TRIES && gone.stream().anyMatch(copy -> copy.get() != null); i++) {
            System.gc();
            Thread.sleep(10);
        }
        for (WeakReference<?> copy : gone) {
            System.out.println(copy.get() == null ? "collected" : "held");
        }
    }

    private static List<WeakReference<?>> talkInCopies() throws Exception {
        List<WeakReference<?>> references = new ArrayList<>();
        List<Object> talks = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            var copy = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
            references.add(new WeakReference<>(copy));
            talks.add(copy.loadClass(Talk.class.getName()).getConstructor().newInstance());
        }
        for (Object talk : talks) {
            System.out.println(((Callable<?>) talk).call());
        }
        for (Object talk : talks) {
            ((AutoCloseable) talk).close();
        }
        return references;
    }

    private static URL[] classPath() throws Exception {
        List<URL> all = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            all.add(new File(entry).toURI().toURL());
        }
        return all.toArray(new URL[0]);
    }
}
