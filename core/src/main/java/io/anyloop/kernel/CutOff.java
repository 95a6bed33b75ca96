package io.anyloop.kernel;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedSelectorException;

/// What a wait of the JDK's throws when its greenlet is cut off: what the JDK documents for that call, with the [io.anyloop.Timeout] or the
/// kill as its cause. A timeout looks like a time-out, a kill as if somebody else had closed what is waited with.
public final class CutOff {
    // What waits; the agent's hook has the same numbers.
    public static final int SOCKET = 0;
    static final int STREAM_CHANNEL = 1;
    static final int CHANNEL = 2;
    static final int PIPE = 3;
    static final int SELECTOR = 4;
    public static final int FILE = 5;

    private CutOff() {}

    /// @param cause what is due: a timeout, or anything else by which a greenlet is killed
    static Throwable of(int kind, Throwable cause, String message) {
        Throwable made = cause instanceof Limit ? outOfTime(kind, message) : closed(kind, message);
        return made.initCause(cause);
    }

    private static Throwable outOfTime(int kind, String message) {
        return switch (kind) {
            case STREAM_CHANNEL -> new Interrupted(message);
            case PIPE, SELECTOR, FILE -> new InterruptedIOException(message);
            default -> new SocketTimeoutException(message);
        };
    }

    private static Throwable closed(int kind, String message) {
        return switch (kind) {
            case STREAM_CHANNEL, CHANNEL, PIPE -> new Closed(message);
            case SELECTOR -> new SelectorClosed(message);
            case FILE -> new IOException(message);
            default -> new SocketException(message);
        };
    }

    /// By what, at what, why.
    static String message(Strand<?> greenlet, Throwable cause, Object wait) {
        return cause instanceof Limit limit
                ? "%s was cut off in %s by a limit of %s"
                        .formatted(greenlet.itsName(), wait, limit.limitText())
                : "%s was killed in %s by %s".formatted(greenlet.itsName(), wait, cause);
    }

    // Those of channels and selectors take no message.

    private static final class Interrupted extends ClosedByInterruptException {
        private static final long serialVersionUID = 1;
        private final String message;

        Interrupted(String message) {
            this.message = message;
        }

        @Override
        public String getMessage() {
            return message;
        }
    }

    private static final class Closed extends AsynchronousCloseException {
        private static final long serialVersionUID = 1;
        private final String message;

        Closed(String message) {
            this.message = message;
        }

        @Override
        public String getMessage() {
            return message;
        }
    }

    private static final class SelectorClosed extends ClosedSelectorException {
        private static final long serialVersionUID = 1;
        private final String message;

        SelectorClosed(String message) {
            this.message = message;
        }

        @Override
        public String getMessage() {
            return message;
        }
    }
}
