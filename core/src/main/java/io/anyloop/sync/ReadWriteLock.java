package io.anyloop.sync;

import io.anyloop.waiting.Here;
import io.anyloop.waiting.Line;
import io.anyloop.waiting.Place;

/// A lock that many hold to read or one holds to write. Strictly first come, first served: readers who come after a writer
/// wait behind it, so that writers do not starve; readers who stand together go on together.
///
/// ```java
/// return rates.readLock().call(() -> amount * read()); // many at once
/// ```
///
/// Neither side is re-entrant, and one cannot be exchanged for the other: who asks for a second one while it holds one may
/// wait for itself. A reader is not known by name: any reader may unlock, but somebody must hold it. Conditions are refused with
/// [UnsupportedOperationException].
/// Any thread, several hubs, before any hub exists too.
public final class ReadWriteLock implements java.util.concurrent.locks.ReadWriteLock {
    private static final int READ = 1;
    private static final int WRITE = 2;

    private final Sides gate = new Sides();
    private final Side readers = new Side(gate, READ);
    private final Side writer = new Side(gate, WRITE);

    /// A lock, free.
    public ReadWriteLock() {
        // For Javadoc.
    }

    /// The side for those who read.
    @Override
    public Side readLock() {
        return readers;
    }

    /// The side for the one who writes.
    @Override
    public Side writeLock() {
        return writer;
    }

    @Override
    public String toString() {
        return gate.toString();
    }

    /// One side of a lock.
    public static final class Side extends GateLock {
        private final Sides gate;
        private final int kind;

        private Side(Sides gate, int kind) {
            super(gate, kind, kind == READ ? "readLock" : "writeLock");
            this.gate = gate;
            this.kind = kind;
        }

        /// Releases the lock.
        ///
        /// @throws IllegalMonitorStateException if it is not held: to write, by the caller; to read, by anybody
        @Override
        public void unlock() {
            if (kind == READ) {
                gate.endRead();
            } else {
                gate.endWrite();
            }
        }

        /// Refused.
        ///
        /// @throws UnsupportedOperationException always
        @Override
        public Condition newCondition() {
            throw new UnsupportedOperationException(
                    "A read-write lock has no conditions. Use one of a Lock or an RLock.");
        }

        @Override
        public String toString() {
            return gate.toString();
        }
    }

    private static final class Sides extends Gate {
        private volatile int reading;
        private volatile Thread writing;

        @Override
        boolean isOpenFor(int kind) {
            return writing == null && (kind == READ || reading == 0);
        }

        @Override
        void take(int kind, Thread who) {
            if (kind == READ) {
                reading++;
            } else {
                writing = who;
            }
        }

        void endRead() {
            Place next = null;
            boolean isHeld;
            enter();
            try {
                isHeld = reading > 0;
                if (isHeld) {
                    reading--;
                    next = admitNext();
                }
            } finally {
                exit();
            }
            requireHeld(isHeld, "readLock");
            Line.resumeAll(next);
        }

        void endWrite() {
            requireHeld(writing == Thread.currentThread(), "writeLock");
            Place next;
            enter();
            try {
                writing = null;
                next = admitNext();
            } finally {
                exit();
            }
            Line.resumeAll(next);
        }

        private void requireHeld(boolean isHeld, String side) {
            if (!isHeld) {
                throw new IllegalMonitorStateException(
                        "%s().unlock() is refused to %s, which does not hold %s. Lock it first, and unlock it once."
                                .formatted(side, Here.nameOf(Thread.currentThread()), this));
            }
        }

        @Override
        public String toString() {
            Thread writer = writing;
            String state =
                    writer != null
                            ? "written by " + Here.nameOf(writer)
                            : reading > 0 ? reading + " reading" : "free";
            return "ReadWriteLock[%s, %d waiting]".formatted(state, waiting());
        }
    }
}
