package io.anyloop.waiting;

import io.anyloop.kernel.Guard;

/// What may be used from several hubs and from plain threads at once, and has lines of those who wait: its state is only touched
/// between [#enter] and [#exit], which are short, never wait, run no code of the user's, and wake nobody.
@SuppressWarnings("exports") // What it extends shows users nothing.
public abstract class Guarded extends Guard {
    /// Nobody is inside.
    protected Guarded() {}

    /// Waits at a place in one of the lines that this guard is for, and takes the place out if the wait ends otherwise than
    /// by the place being claimed. Not under the guard.
    ///
    /// @param place the place, in a line of this guard
    /// @param nanos at most so long; 0 still gives the others a turn, [Long#MAX_VALUE] is for ever
    /// @return false if the time was up first
    protected final boolean stay(Place.Waiting place, long nanos) {
        try {
            return place.waiter().await(nanos);
        } finally {
            if (!place.waiter().isWoken()) {
                takeOut(place);
            }
        }
    }

    /// Takes a place out of its line, if it still stands there. Not under the guard.
    ///
    /// @param place the place
    protected final void takeOut(Place place) {
        Place next = null;
        enter();
        try {
            if (place.leaveLine()) {
                next = leftBehind();
            }
        } finally {
            exit();
        }
        Line.resumeAll(next);
    }

    /// Somebody has left a line, and may have held up others. Under the guard.
    ///
    /// @return who can go on now, as [Line#claimAll] gives them
    protected Place leftBehind() {
        return null;
    }
}
