package io.anyloop.loop.kqueue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A queue that follows kevent(2) over real descriptors, on Linux, for tests. Filters READ, WRITE and USER; one registration
/// for an ident and filter; EV_ADD, DELETE, ENABLE, DISABLE, ONESHOT, CLEAR, DISPATCH, RECEIPT; EV_EOF and EV_ERROR in what it
/// gives. Timers and the other filters are not part of it: no loop here uses them.
///
/// Each direction is an epoll instance of its own, so that the kernel itself sees levels, edges, and descriptors that are
/// closed without a word. Used by one thread, except [#trigger].
final class EmulatedKqueue {
    static final short READ = -1;
    static final short WRITE = -2;
    static final short USER = -10;

    static final int ADD = 0x1;
    static final int DELETE = 0x2;
    static final int ENABLE = 0x4;
    static final int DISABLE = 0x8;
    static final int ONESHOT = 0x10;
    static final int CLEAR = 0x20;
    static final int RECEIPT = 0x40;
    static final int DISPATCH = 0x80;
    static final int ERROR = 0x4000;
    static final int EOF = 0x8000;

    static final int ENOENT = 2;
    static final int EBADF = 9;
    static final int EINVAL = 22;

    private static final int IN = 0x1;
    private static final int OUT = 0x4;
    private static final int ERR = 0x8;
    private static final int HUP = 0x10;
    private static final int RDHUP = 0x2000;
    private static final int EPOLL_ONESHOT = 1 << 30;
    private static final int EPOLL_EDGE = 1 << 31;

    /// One of the list that goes in.
    record Change(int ident, short filter, int flags, long udata) {}

    /// One of the list that comes out.
    record Event(int ident, short filter, int flags, long data, long udata) {
        boolean has(int flag) {
            return (flags & flag) != 0;
        }
    }

    private record Key(int ident, short filter) {}

    /// A registration: how long it lasts is settled when it is added.
    private static final class Knote {
        final int mode;
        long udata;
        boolean enabled;

        Knote(int mode) {
            this.mode = mode;
        }

        int events(short filter) {
            int direction = filter == READ ? IN | RDHUP : OUT;
            int once = (mode & (ONESHOT | DISPATCH)) != 0 ? EPOLL_ONESHOT : 0;
            return direction | once | ((mode & CLEAR) != 0 ? EPOLL_EDGE : 0);
        }
    }

    private final LinuxCalls calls = new LinuxCalls();
    private final int readers = calls.epoll();
    private final int writers = calls.epoll();
    private final Map<Key, Knote> knotes = new HashMap<>();
    private final Deque<Event> triggered = new ArrayDeque<>();
    private final int bell = calls.bell();
    private boolean rung;

    /// As kevent(2): changes first; what fails of them is all that comes out then, else what is ready, waiting for it.
    ///
    /// @param nanos how long to wait; negative for ever
    List<Event> kevent(List<Change> changes, int room, long nanos) {
        var out = new ArrayList<Event>();
        for (Change change : changes) {
            int error = apply(change);
            if (error != 0 || (change.flags & RECEIPT) != 0) {
                if (out.size() == room) {
                    throw new UncheckedIOException(new IOException("errno " + error));
                }
                out.add(new Event(change.ident, change.filter, ERROR, error, change.udata));
            }
        }
        if (!out.isEmpty() || room == 0) {
            return out;
        }
        return waitFor(room, nanos);
    }

    // ---------------------------------------------------------------- changes

    private int apply(Change change) {
        var key = new Key(change.ident, change.filter);
        if (change.filter == USER) {
            return applyUser(key, change);
        }
        if (change.filter != READ && change.filter != WRITE) {
            return EINVAL;
        }
        Knote knote = knotes.get(key);
        if ((change.flags & DELETE) != 0) {
            knotes.remove(key);
            return knote == null ? ENOENT : remove(key, knote);
        }
        int error = 0;
        if ((change.flags & ADD) != 0) {
            error = add(key, change);
        } else if (knote == null) {
            return ENOENT;
        }
        if (error == 0 && (change.flags & DISABLE) != 0) {
            disable(key, knotes.get(key));
        } else if (error == 0 && (change.flags & ENABLE) != 0) {
            error = enable(key, knotes.get(key));
        }
        return error;
    }

    private int applyUser(Key key, Change change) {
        if ((change.flags & DELETE) != 0) {
            return knotes.remove(key) == null ? ENOENT : 0;
        }
        if ((change.flags & ADD) != 0) {
            knotes.computeIfAbsent(key, _ -> new Knote(change.flags)).udata = change.udata;
        }
        return knotes.containsKey(key) ? 0 : ENOENT;
    }

    /// What is there already keeps its mode; a registration whose file is gone is none.
    private int add(Key key, Change change) {
        Knote old = knotes.get(key);
        if (old != null) {
            old.udata = change.udata;
            if (!old.enabled || modify(key, old) == 0) {
                return old.enabled ? 0 : enable(key, old);
            }
            knotes.remove(key);
        }
        var knote = new Knote(change.flags & (ONESHOT | CLEAR | DISPATCH));
        knote.udata = change.udata;
        int error = enable(key, knote);
        if (error == 0) {
            knotes.put(key, knote);
        }
        return error;
    }

    private int epoll(Key key) {
        return key.filter == READ ? readers : writers;
    }

    private int enable(Key key, Knote knote) {
        if (knote.enabled) {
            return 0;
        }
        int error =
                calls.epollChange(
                        epoll(key), LinuxCalls.EPOLL_ADD, key.ident, knote.events(key.filter));
        knote.enabled = error == 0;
        return error;
    }

    private int modify(Key key, Knote knote) {
        return calls.epollChange(
                epoll(key), LinuxCalls.EPOLL_MODIFY, key.ident, knote.events(key.filter));
    }

    private void disable(Key key, Knote knote) {
        if (knote.enabled) {
            remove(key, knote);
        }
    }

    private int remove(Key key, Knote knote) {
        boolean was = knote.enabled;
        knote.enabled = false;
        return was ? calls.epollChange(epoll(key), LinuxCalls.EPOLL_DELETE, key.ident, 0) : 0;
    }

    // ---------------------------------------------------------------- events

    private List<Event> waitFor(int room, long nanos) {
        long end = System.nanoTime() + nanos;
        while (true) {
            List<Event> found = look(room);
            long left = nanos < 0 ? -1 : Math.max(0, end - System.nanoTime());
            if (!found.isEmpty() || left == 0) {
                return found;
            }
            calls.await(left, readers, writers, bell);
        }
    }

    private List<Event> look(int room) {
        var out = new ArrayList<Event>();
        takeTriggered(out, room);
        take(out, READ, readers, room);
        take(out, WRITE, writers, room);
        return out;
    }

    private void take(List<Event> out, short filter, int epoll, int room) {
        if (out.size() == room) {
            return;
        }
        for (var found : calls.epollFound(epoll, room - out.size())) {
            var key = new Key(found.descriptor(), filter);
            Knote knote = knotes.get(key);
            int end = filter == READ ? RDHUP | HUP | ERR : HUP | ERR;
            int flags = (found.events() & end) != 0 ? EOF : 0;
            long data = filter == READ ? Math.max(calls.readable(key.ident), 0) : 1;
            out.add(new Event(key.ident, filter, knote.mode | flags, data, knote.udata));
            if ((knote.mode & ONESHOT) != 0) {
                remove(key, knote);
                knotes.remove(key);
            } else if ((knote.mode & DISPATCH) != 0) {
                remove(key, knote);
            }
        }
    }

    private void takeTriggered(List<Event> out, int room) {
        synchronized (triggered) {
            while (!triggered.isEmpty() && out.size() < room) {
                out.add(triggered.poll());
            }
            if (triggered.isEmpty() && rung) {
                rung = false;
                calls.silence(bell);
            }
        }
    }

    /// NOTE_TRIGGER for a USER event with EV_CLEAR. Any thread.
    void trigger(int ident, long udata) {
        synchronized (triggered) {
            if (triggered.stream().anyMatch(event -> event.ident == ident)) {
                return;
            }
            triggered.add(new Event(ident, USER, CLEAR, 0, udata));
            if (!rung) {
                rung = true;
                calls.ring(bell);
            }
        }
    }

    /// How many registrations there are, as far as the queue was told.
    int size() {
        return knotes.size();
    }

    void close() {
        calls.close(readers);
        calls.close(writers);
        synchronized (triggered) {
            rung = true; // nobody rings any more
            calls.close(bell);
        }
    }
}
