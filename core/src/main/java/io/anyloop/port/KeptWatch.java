package io.anyloop.port;

import io.anyloop.spi.Interest;
import io.anyloop.spi.Readiness;

/// What is known of a descriptor that the JDK waits for: who waits, whether it stays registered with the loop between two
/// waits, and whether a read would find nothing. Hub's thread only.
///
/// A registration that stays reports edges only: a change that was reported while nobody waited is remembered, and so ends
/// the next wait at once. It counts for one life of the descriptor, told by how often the number was closed.
///
/// Without one each wait asks anew, and is told what holds already. So to wait is right in any case, and where that costs
/// nothing it takes the place of a read that would most likely find nothing.
final class KeptWatch {
    /// A number of closings that is not known: nothing is kept.
    static final int UNKNOWN = -1;

    private final JdkWait reader;
    private final JdkWait writer;

    /// For which life of the descriptor it is to be registered, and is.
    private int asked = UNKNOWN;

    private int kept = UNKNOWN;

    /// In which life the last read took all there was, where nothing was reported since.
    private int drained = UNKNOWN;

    private final boolean armsFree;

    /// Something else than data has come: an end, an error, urgent data. Then each read is tried, since the same edge may have
    /// brought both.
    private boolean unusual;

    /// @param armsFree whether a wait costs less than a read that finds nothing
    KeptWatch(int descriptor, boolean armsFree) {
        this.armsFree = armsFree;
        reader = new JdkWait("the JDK's wait to read descriptor " + descriptor);
        writer = new JdkWait("the JDK's wait to write descriptor " + descriptor);
    }

    JdkWait of(Interest side) {
        return side.reads() ? reader : writer;
    }

    boolean isWaitedFor() {
        return reader.isWaiting() || writer.isWaiting();
    }

    /// Asks for a registration that stays; [#UNKNOWN] asks for one that does not.
    void ask(int closes) {
        asked = closes;
    }

    boolean isToBeKept() {
        return asked != UNKNOWN;
    }

    boolean isKept() {
        return kept != UNKNOWN && kept == asked;
    }

    boolean isKept(int closes) {
        return kept != UNKNOWN && kept == closes;
    }

    /// It is registered now; what holds already is reported soon.
    void kept() {
        kept = asked;
        drained = UNKNOWN;
        unusual = false;
        reader.takeReport();
        writer.takeReport();
    }

    /// It is registered in another way from now on.
    ///
    /// @return whether it was kept
    boolean forget() {
        boolean was = kept != UNKNOWN;
        if (was) {
            drained = UNKNOWN;
        }
        kept = UNKNOWN;
        asked = UNKNOWN;
        unusual = false;
        return was;
    }

    void report(int what) {
        drained = UNKNOWN;
        unusual |= (what & Readiness.UNUSUAL) != 0;
        if ((what & Readiness.READ) != 0) {
            reader.report();
        }
        if ((what & Readiness.WRITE) != 0) {
            writer.report();
        }
    }

    boolean isDrained(int closes) {
        return drained != UNKNOWN && drained == closes;
    }

    /// Hears of a read: one that leaves room has taken all there was (epoll(7), on edges).
    ///
    /// @param got a count; or less than 0 for "nothing there", an end or an error, see {@code sun.nio.ch.IOStatus}
    /// @param asked how much there was room for
    void hasRead(int got, int asked, int closes) {
        boolean nothingThere = got == -2;
        boolean leftRoom = got > 0 && got < asked;
        if (!unusual && (nothingThere || leftRoom) && (armsFree || isKept(closes))) {
            drained = closes;
            reader.takeReport();
        } else {
            drained = UNKNOWN;
        }
    }
}
