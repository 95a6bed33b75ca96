package io.anyloop.loop.iocp;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/// The handles that sockets are polled through. The driver looks through all polls of a handle for each
/// event, so each handle has few sockets (wepoll and mio have found 32 to be right).
final class PollHandles {
    static final int SOCKETS_EACH = 32;

    /// One handle, and how many sockets have a place on it.
    static final class Place {
        final long handle;
        private int sockets;

        private Place(long handle) {
            this.handle = handle;
        }
    }

    private final Kernel kernel;
    private final Set<Place> all = new HashSet<>();
    private final Deque<Place> withRoom = new ArrayDeque<>();

    PollHandles(Kernel kernel) {
        this.kernel = kernel;
    }

    /// A place for one more socket.
    Place take() throws IOException {
        Place place = withRoom.peek();
        if (place == null) {
            place = new Place(kernel.openPollHandle());
            all.add(place);
            withRoom.push(place);
        }
        if (++place.sockets == SOCKETS_EACH) {
            withRoom.pop();
        }
        return place;
    }

    /// Gives a place back, when no poll of its socket is under way.
    void giveBack(Place place) {
        if (place.sockets-- == SOCKETS_EACH) {
            withRoom.push(place);
        }
        if (place.sockets == 0 && all.size() > 1) { // the last one stays for the next socket
            all.remove(place);
            withRoom.remove(place);
            kernel.closePollHandle(place.handle);
        }
    }

    void closeAll() {
        for (Place place : all) {
            kernel.closePollHandle(place.handle);
        }
        all.clear();
        withRoom.clear();
    }
}
