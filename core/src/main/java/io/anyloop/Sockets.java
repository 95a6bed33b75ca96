package io.anyloop;

import io.anyloop.function.Action;
import io.anyloop.function.Body;
import io.anyloop.kernel.Deliveries;
import io.anyloop.kernel.Strands;
import java.util.Objects;

/// What becomes of the JDK's sockets when their greenlet is cut off by a kill or a [Timeout]. With the agent the call that waits
/// ends as the JDK documents, at once: by [java.net.SocketTimeoutException] or, killed, by [java.net.SocketException]; a channel's by
/// [java.nio.channels.ClosedByInterruptException] or [java.nio.channels.AsynchronousCloseException]. The cause is the exception
/// itself, which comes next (`docs/cut-off.md`).
///
/// | what is left | then |
/// |---|---|
/// | a read from or a write to a stream: `Socket`, `SocketChannel` | the socket is closed, since nobody can tell how much of the conversation has passed; whoever uses it later gets a [java.net.SocketException] that names the greenlet and why |
/// | a connect | the socket is closed |
/// | an accept, a receive or send of datagrams, a select, a pipe | nothing: what was left can be done again |
///
/// Code that owns its protocol can go on where it was cut off, and says so by [#keeping(Body)]: then the very kill or [Timeout]
/// comes out of the call.
///
/// Without the agent the JDK's calls can only be interrupted, and the JDK itself closes a socket whose reader or writer is.
public final class Sockets {
    private Sockets() {}

    /// Runs code that uses sockets on after a kill or a [Timeout] has left a read or a write in the middle, as itself. Meant for short exchanges of
    /// one's own, under a limit:
    ///
    /// ```java
    /// byte[] next = Sockets.keeping(() -> Timeout.callOr(limit, () -> in.readNBytes(8), null));
    /// ```
    ///
    /// A read that is left has taken nothing that is lost from the system's buffer; what a caller of `readNBytes` or a buffered
    /// stream had gathered before is the caller's loss. How much of a write that is left has been sent is not known. A TLS
    /// connection (`SSLSocket`) that is left cannot be used on in any case.
    ///
    /// Counts for the calling greenlet only, as long as the code runs; may be nested. On a thread that is no greenlet, and
    /// without the agent, this just runs the code.
    ///
    /// @param <T> the result
    /// @param <X> what the code may throw
    /// @param body the code
    /// @return what the code returned
    /// @throws X if the code fails
    public static <T, X extends Throwable> T keeping(Body<T, X> body) throws X {
        Objects.requireNonNull(body, "There is no code to run.");
        Greenlet<?> greenlet = (Greenlet<?>) Strands.of(Thread.currentThread());
        if (greenlet == null) {
            return body.call();
        }
        Deliveries deliveries = Deliveries.of(greenlet);
        deliveries.keepSockets();
        try {
            return body.call();
        } finally {
            deliveries.keepSocketsNoMore();
        }
    }

    /// As [#keeping(Body)], for code without a result.
    ///
    /// @param <X> what the code may throw
    /// @param action the code
    /// @throws X if the code fails
    public static <X extends Throwable> void keeping(Action<X> action) throws X {
        keeping(Objects.requireNonNull(action, "There is no code to run.").asBody());
    }
}
