package io.anyloop.loop.iocp;

import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.io.IOException;
import java.util.Objects;

/// One generation of a socket under watch, and the poll that is under way for it. Confined to the
/// loop's thread.
final class IocpWatch implements Watch {
    static final int NO_SLOT = -1;

    final int socket;
    final long generation;

    /// What is armed, in the bits of [Readiness]; 0 when spent.
    int wanted;

    // The rest belongs to Polls.
    PollHandles.Place place;
    long baseSocket;
    boolean baseKnown;
    int slot = NO_SLOT; // of the poll that is under way
    int polled; // what that poll asks for
    boolean cancelled; // that poll was asked to end
    boolean changed; // in the line of those that the system is to be told of
    int found; // to be reported

    private final IocpLoop loop;
    private Readiness readiness; // null when cancelled or replaced

    IocpWatch(IocpLoop loop, int socket, long generation, Readiness readiness) {
        this.loop = loop;
        this.socket = socket;
        this.generation = generation;
        this.readiness = readiness;
    }

    @Override
    public void arm(Interest interest, Mode mode) throws IOException {
        int what =
                (interest.reads() ? Readiness.READ : 0) | (interest.writes() ? Readiness.WRITE : 0);
        Objects.requireNonNull(mode, "mode");
        loop.check("arm");
        if (mode == Mode.KEEP) {
            throw new IllegalArgumentException(
                    "The iocp loop does not declare KEEP: a poll of the AFD driver answers once."
                            + " Arm with ONCE.");
        }
        if (!isLive()) {
            throw new IllegalStateException(
                    ("The watch of socket %d in generation %d has ended: it was cancelled, or a"
                                    + " newer generation took its place. Watch the socket again.")
                            .formatted(socket, generation));
        }
        loop.polls().arm(this, what);
    }

    @Override
    public void cancel() {
        if (!loop.isClosed()) {
            loop.check("cancel");
            retire();
        }
    }

    /// Ends this watch: cancelled, or replaced.
    void retire() {
        if (isLive()) {
            readiness = null;
            wanted = 0;
            found = 0;
            loop.polls().retire(this);
        }
    }

    boolean isLive() {
        return readiness != null;
    }

    /// Reports what was found, unless nobody wants it any more.
    void report() {
        int what = found;
        found = 0;
        if (what != 0) {
            wanted = 0;
            readiness.ready(what);
        }
    }
}
