package io.anyloop.waiting;

/// Those who wait for one thing, first come first served. Every call is made under the guard of whatever owns the line.
///
/// ```java
/// Place next;
/// enter();
/// try {
///     next = line.claimFirst(); // It has what is given now.
///     if (next == null) {
///         free++;
///     }
/// } finally {
///     exit();
/// }
/// Line.resumeAll(next);
/// ```
public final class Line {
    private Place first;
    private Place last;
    private int size;

    /// A line in which nobody stands.
    public Line() {}

    /// Whether nobody stands here.
    ///
    /// @return true if so
    public boolean isEmpty() {
        return first == null;
    }

    /// Whose turn is next.
    ///
    /// @return the place, or null
    public Place first() {
        return first;
    }

    /// How many stand in line.
    ///
    /// @return the number
    public int size() {
        return size;
    }

    /// Puts a place at the end.
    ///
    /// @param place what stands in no line
    public void add(Place place) {
        place.line = this;
        place.before = last;
        if (last == null) {
            first = place;
        } else {
            last.after = place;
        }
        last = place;
        size++;
    }

    /// Takes a place out.
    ///
    /// @param place what may stand here
    /// @return false if it does not stand here (any more)
    public boolean remove(Place place) {
        if (place.line != this) {
            return false;
        }
        if (place.before == null) {
            first = place.after;
        } else {
            place.before.after = place.after;
        }
        if (place.after == null) {
            last = place.before;
        } else {
            place.after.before = place.before;
        }
        size--;
        place.line = null;
        place.before = null;
        place.after = null;
        return true;
    }

    /// Takes out the first one whose turn it can be, passing over those who have left.
    ///
    /// @return the place, claimed; null if there is none
    public Place claimFirst() {
        while (first != null) {
            Place place = first;
            remove(place);
            if (place.claim()) {
                return place;
            }
        }
        return null;
    }

    /// Takes out everyone.
    ///
    /// @return the first of those who can be resumed, each with the next in [Place#next]; null if there is none
    public Place claimAll() {
        return claim(Integer.MAX_VALUE);
    }

    /// As [#claimAll], but so many at most.
    ///
    /// @param count how many, zero or more
    /// @return as there
    public Place claim(int count) {
        Place head = count == 0 ? null : claimFirst();
        Place tail = head;
        for (int left = count - 1; left > 0 && tail != null; left--) {
            Place next = claimFirst();
            tail.after = next;
            tail = next;
        }
        return head;
    }

    /// Resumes what [#claimAll] gave, in order. Outside the guard.
    ///
    /// @param claimed the first of them; null for none
    public static void resumeAll(Place claimed) {
        Place place = claimed;
        while (place != null) {
            Place next = place.after;
            place.after = null;
            place.resume();
            place = next;
        }
    }
}
