package io.anyloop.blocking;

import io.anyloop.base.Times;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.joining.Joins;
import io.anyloop.kernel.Engine;
import io.anyloop.kernel.Hubs;
import io.anyloop.sync.AsyncResult;
import io.anyloop.waiting.Waitable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A child process that holds up only the greenlet that waits for it. The JDK's own pipes to a child really block a
/// thread; here they are read and written on threads of their own, of which there are as many as pipes are waited for.
///
/// Made for a try-with-resources block: leaving it, by a kill or a [io.anyloop.Timeout] too, kills a child that still runs.
///
/// ```java
/// try (var child = ChildProcess.start(command)) {
///     for (String line : child.lines()) {
///         lines.add(line);
///     }
///     if (child.await() != 0) {
///         throw new IOException("failed after " + lines);
///     }
/// }
/// ```
///
/// Methods may be called from any thread; without a hub they really block. Each of the streams has one reader or writer at
/// a time. A running child counts as work outside the hub that started it: no [io.anyloop.exceptions.LoopExit] meanwhile.
///
/// @see <a href="https://www.gevent.org/api/gevent.subprocess.html">gevent.subprocess</a>
public final class ChildProcess implements Waitable, AutoCloseable {
    private static final Charset NATIVE =
            Charset.forName(System.getProperty("native.encoding", Charset.defaultCharset().name()));

    /// So long a child may take to end when it is asked to, and the system to say so when it is killed.
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    private final Process process;
    private final String name;
    private final AsyncResult<Integer> exit = new AsyncResult<>();
    private final PipeInput stdout;
    private final PipeInput stderr;
    private final PipeOutput stdin;
    private final Lines lines;
    private final Lines errorLines;

    // What communicate has begun, so that it can be called again.
    private AsyncResult<Void> fed;
    private AsyncResult<byte[]> allOut;
    private AsyncResult<byte[]> allErr;

    /// What a child left behind.
    ///
    /// @param exitCode its exit code; what a signal makes of it is the system's business
    /// @param stdout what it wrote
    /// @param stderr what it wrote as errors; empty if they were merged or redirected
    public record Result(int exitCode, String stdout, String stderr) {}

    private ChildProcess(Process process, String name, Engine hub) {
        this.process = process;
        this.name = name;
        this.stdout = new PipeInput(process.getInputStream());
        this.stderr = new PipeInput(process.getErrorStream());
        this.stdin = new PipeOutput(process.getOutputStream());
        this.lines = new Lines(stdout, NATIVE);
        this.errorLines = new Lines(stderr, NATIVE);
        if (hub != null) {
            hub.lifetime().outside(1);
        }
        try {
            process.onExit().whenComplete((ended, failure) -> hasEnded(hub));
        } catch (
                Throwable e) { // No thread to hear of its end, perhaps: nobody would own the child.
            process.destroyForcibly();
            ended(hub);
            throw e;
        }
    }

    /// Also where the JDK has no thread to say so in good order.
    private void hasEnded(Engine hub) {
        exit.set(process.exitValue());
        ended(hub);
    }

    private static void ended(Engine hub) {
        if (hub != null) {
            hub.lifetime().outside(-1);
        }
    }

    // ---------------------------------------------------------------- start

    /// Starts a command.
    ///
    /// @param command the program and its arguments
    /// @return the child, running
    /// @throws IOException if the system cannot start it
    /// @throws BlockingInLoopException on a loop's own thread
    public static ChildProcess start(String... command) throws IOException {
        return start(new ProcessBuilder(command));
    }

    /// Starts a command.
    ///
    /// @param command the program and its arguments
    /// @return the child, running
    /// @throws IOException if the system cannot start it
    /// @throws BlockingInLoopException on a loop's own thread
    public static ChildProcess start(List<String> command) throws IOException {
        return start(new ProcessBuilder(command));
    }

    /// Starts what a builder describes: directory, environment, redirections.
    ///
    /// @param builder the description
    /// @return the child, running
    /// @throws IOException if the system cannot start it
    /// @throws BlockingInLoopException on a loop's own thread
    public static ChildProcess start(ProcessBuilder builder) throws IOException {
        Objects.requireNonNull(builder);
        Hubs.refuseOnLoop("ChildProcess.start");
        AsyncResult<Process> started = Pipes.THREADS.begin(() -> started(builder));
        try {
            Joins.awaitReady(started, "ChildProcess.start", Times.FOREVER);
        } catch (Throwable e) {
            // Killed meanwhile: nobody would own the child.
            started.whenReady(
                    () -> Pipes.THREADS.begin(() -> Pipes.get(started).destroyForcibly()));
            throw e;
        }
        return new ChildProcess(
                Pipes.get(started), String.join(" ", builder.command()), Hubs.carrying());
    }

    private static Process started(ProcessBuilder builder) throws IOException {
        if (!builder.command().isEmpty()) { // else the JDK tells what is wrong
            ChildDescriptors.require(builder);
        }
        return builder.start();
    }

    /// Runs a command to its end.
    ///
    /// @param command the program and its arguments
    /// @return what it left behind
    /// @throws IOException if the system cannot start it, or a pipe fails
    /// @throws BlockingInLoopException on a loop's own thread
    public static Result run(String... command) throws IOException {
        try (ChildProcess child = start(command)) {
            return child.communicate("");
        }
    }

    // ---------------------------------------------------------------- its end

    /// Waits until the child has ended.
    ///
    /// @return its exit code
    /// @throws BlockingInLoopException on a loop's own thread, if it still runs
    public int await() {
        Joins.awaitReady(exit, "ChildProcess.await", Times.FOREVER);
        return exit.get();
    }

    /// Waits until the child has ended, at most for a time. It goes on running then.
    ///
    /// @param limit how long; zero still gives the others a turn
    /// @return false if the time was up first
    /// @throws BlockingInLoopException on a loop's own thread, if it still runs
    public boolean await(Duration limit) {
        return Joins.awaitReady(exit, "ChildProcess.await", Times.limit(limit));
    }

    /// The exit code, without waiting.
    ///
    /// @return the code; empty if the child still runs
    public OptionalInt exitCode() {
        return exit.isReady() ? OptionalInt.of(exit.get()) : OptionalInt.empty();
    }

    @Override
    public boolean isReady() {
        return exit.isReady();
    }

    @Override
    public Registration whenReady(Runnable callback) {
        return exit.whenReady(callback);
    }

    /// Asks the child to end, as the system does that politely. Does not wait.
    public void stop() {
        process.toHandle().destroy();
    }

    /// Ends the child. Does not wait.
    public void kill() {
        process.toHandle().destroyForcibly();
    }

    /// Ends the child if it still runs, and closes the pipes: asks it to end, kills it if it has not within a second, and
    /// waits at most another second for the system to say that it is gone. A wait that is cut short kills it at once. Its own
    /// children are not killed; while they hold a pipe, who reads it waits on.
    ///
    /// @throws BlockingInLoopException on a loop's own thread, if it still runs; it is killed all the same
    @Override
    public void close() {
        try {
            if (!exit.isReady()) {
                stop();
                awaitBriefly();
            }
        } finally {
            if (!exit.isReady()) {
                kill();
            }
            stdin.closeSoon();
            stdout.close();
            stderr.close();
        }
        awaitBriefly();
    }

    /// By the system's clock, whatever the hub's is: a child takes real time to end.
    private void awaitBriefly() {
        if (exit.isReady()) {
            return;
        }
        AsyncResult<Boolean> ended =
                Pipes.THREADS.begin(
                        () -> process.waitFor(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS));
        Joins.awaitReady(ended, "ChildProcess.close", Times.FOREVER);
        if (ended.get()) {
            Joins.awaitReady(exit, "ChildProcess.close", Times.FOREVER); // It is being told.
        }
    }

    // ---------------------------------------------------------------- its streams

    /// What the child writes, line by line as the lines come, in the system's encoding. The child is held up while nobody
    /// reads. All iterators go on where the last one was. What fails is an [java.io.UncheckedIOException].
    ///
    /// @return the lines
    public Iterable<String> lines() {
        return () -> lines;
    }

    /// As [#lines], of what the child writes as errors. A child that writes more than the pipe holds stands still unless
    /// both are read, in two greenlets; or merge them with [ProcessBuilder#redirectErrorStream(boolean)].
    ///
    /// @return the lines
    public Iterable<String> errorLines() {
        return () -> errorLines;
    }

    /// What the child writes, as bytes. Use this, [#lines] or [#communicate], one of them.
    ///
    /// @return a stream whose reads hold up only their caller
    public InputStream stdout() {
        return stdout;
    }

    /// What the child writes as errors, as bytes.
    ///
    /// @return a stream whose reads hold up only their caller
    public InputStream stderr() {
        return stderr;
    }

    /// What the child reads. Each write is flushed. Close it to tell the child that nothing more comes.
    ///
    /// @return a stream whose writes hold up only their caller
    public OutputStream stdin() {
        return stdin;
    }

    /// Writes all input, closes it, and waits until the child has ended and all it wrote was read.
    ///
    /// @param input what to write, in the system's encoding
    /// @return what it left behind
    /// @throws IOException if a pipe cannot be read
    /// @throws BlockingInLoopException on a loop's own thread
    public Result communicate(String input) throws IOException {
        Hubs.refuseOnLoop("ChildProcess.communicate");
        begin(input);
        Joins.awaitReady(fed, "ChildProcess.communicate", Times.FOREVER);
        Joins.awaitReady(allOut, "ChildProcess.communicate", Times.FOREVER);
        Joins.awaitReady(allErr, "ChildProcess.communicate", Times.FOREVER);
        Joins.awaitReady(exit, "ChildProcess.communicate", Times.FOREVER);
        return new Result(exit.get(), text(allOut), text(allErr));
    }

    /// As [#communicate(String)], at most for a time. The child goes on then, and nothing it wrote is lost: call this
    /// again, and the input is not written twice.
    ///
    /// @param input what to write, in the system's encoding
    /// @param limit how long, zero or more
    /// @return what it left behind
    /// @throws IOException if a pipe cannot be read
    /// @throws TimeoutException if the time was up first
    /// @throws BlockingInLoopException on a loop's own thread
    public Result communicate(String input, Duration limit) throws IOException, TimeoutException {
        Times.limit(limit);
        Hubs.refuseOnLoop("ChildProcess.communicate");
        begin(input);
        AsyncResult<Void> all = new AsyncResult<>();
        fed.whenReady(() ->
                allOut.whenReady(
                        () -> allErr.whenReady(() -> exit.whenReady(() -> all.set(null)))));
        if (!Joins.awaitReady(all, "ChildProcess.communicate", Times.limit(limit))) {
            throw new TimeoutException(this + " has not ended within " + limit + ".");
        }
        return new Result(exit.get(), text(allOut), text(allErr));
    }

    private synchronized void begin(String input) {
        if (fed == null) {
            byte[] bytes = input.getBytes(NATIVE);
            fed = Pipes.THREADS.begin(() -> feed(bytes));
            allOut = Pipes.THREADS.begin(stdout::readAllBytes);
            allErr = Pipes.THREADS.begin(stderr::readAllBytes);
        }
    }

    private Void feed(byte[] input) {
        try (stdin) {
            stdin.write(input);
        } catch (IOException e) {
            // The child does not want to read it all. That is its own business.
        }
        return null;
    }

    private static String text(AsyncResult<byte[]> bytes) throws IOException {
        return new String(Pipes.get(bytes), NATIVE);
    }

    /// The JDK's process, for what is not offered here. Its streams and `waitFor` really block the thread.
    ///
    /// @return the process
    public Process process() {
        return process;
    }

    @Override
    public String toString() {
        return "ChildProcess[" + process.pid() + ", " + name + "]";
    }
}
