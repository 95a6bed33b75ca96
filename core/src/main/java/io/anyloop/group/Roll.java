package io.anyloop.group;

import io.anyloop.Greenlet;
import io.anyloop.function.Outcome;
import io.anyloop.kernel.Kills;
import io.anyloop.kernel.Strands;
import io.anyloop.waiting.Guarded;
import io.anyloop.waiting.Line;
import io.anyloop.waiting.Place;
import io.anyloop.waiting.Waitable;
import io.anyloop.waiting.Waiter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Who is in a group, and who waits for it to be empty. Any thread.
///
/// The table grows under the guard: rarely, and less the larger it is.
final class Roll extends Guarded {

    /// One greenlet in one group.
    final class Member implements Runnable {
        final Greenlet<?> greenlet;

        /// Whether somebody asked for its result, so that its failure is not the group's business.
        private final boolean isHeard;

        private volatile Waitable.Registration registration;
        private boolean isThrownAt;

        /// Whether it still waits to be admitted: it is waited for and killed with the others, but is not one of them.
        private boolean isCandidate;

        private Member(Greenlet<?> greenlet, boolean isHeard, boolean isCandidate) {
            this.greenlet = greenlet;
            this.isHeard = isHeard;
            this.isCandidate = isCandidate;
        }

        /// It has ended.
        @Override
        public void run() {
            if (!isHeard && greenlet.outcome() instanceof Outcome.Failed<?>(Throwable cause)) {
                failures.add(cause);
            }
            strike(this);
        }
    }

    /// What members failed with, those excepted whose result somebody asked for.
    final Failures failures = new Failures();

    private final Map<Greenlet<?>, Member> members = new LinkedHashMap<>();
    private final Line empties = new Line();
    private final Runnable left;
    private Supplier<? extends Throwable> doom;
    private int dooms;
    private int candidates;

    /// @param left is called when a member has gone, before those hear it who wait for the group to be empty
    Roll(Runnable left) {
        this.left = left;
    }

    // ---------------------------------------------------------------- coming and going

    /// Takes in a greenlet. Where all are being killed, so is the newcomer.
    ///
    /// @param isHeard whether somebody asked for its result
    /// @return false if it is there already
    boolean enlist(Greenlet<?> greenlet, boolean isHeard) {
        return enlist(new Member(greenlet, isHeard, false));
    }

    /// Takes in a greenlet that still waits to be admitted.
    void enlistCandidate(Greenlet<?> greenlet) {
        enlist(new Member(greenlet, false, true));
    }

    /// Admits a candidate.
    ///
    /// @return false if it is none, or has been discarded
    boolean admit(Greenlet<?> greenlet) {
        enter();
        try {
            Member member = members.get(greenlet);
            if (member == null || !member.isCandidate) {
                return false;
            }
            member.isCandidate = false;
            candidates--;
            return true;
        } finally {
            exit();
        }
    }

    private boolean enlist(Member member) {
        Greenlet<?> greenlet = member.greenlet;
        Supplier<? extends Throwable> kill;
        enter();
        try {
            if (members.putIfAbsent(greenlet, member) != null) {
                return false;
            }
            candidates += member.isCandidate ? 1 : 0;
            kill = doom;
        } finally {
            exit();
        }
        member.registration = greenlet.whenReady(member);
        if (kill != null) {
            throwAt(List.of(member), kill);
        }
        return true;
    }

    /// Forgets a greenlet that goes on.
    ///
    /// @return false if it is not there
    boolean discard(Greenlet<?> greenlet) {
        Member member = find(greenlet);
        if (member == null || !strike(member)) {
            return false;
        }
        Waitable.Registration registration = member.registration;
        if (registration != null) { // Else it is just being taken in, and its end finds it gone.
            registration.close();
        }
        return true;
    }

    private boolean strike(Member member) {
        Place claimed;
        boolean hadSlot;
        enter();
        try {
            if (!members.remove(member.greenlet, member)) {
                return false;
            }
            hadSlot = !member.isCandidate;
            candidates -= hadSlot ? 0 : 1;
            claimed = members.isEmpty() ? empties.claimAll() : null;
        } finally {
            exit();
        }
        if (hadSlot) {
            left.run();
        }
        Line.resumeAll(claimed);
        return true;
    }

    // ---------------------------------------------------------------- who is there

    Member find(Greenlet<?> greenlet) {
        enter();
        try {
            Member member = members.get(greenlet);
            return member == null || member.isCandidate ? null : member;
        } finally {
            exit();
        }
    }

    /// Whether the caller is a member.
    boolean hasCaller() {
        Greenlet<?> caller = (Greenlet<?>) Strands.of(Thread.currentThread());
        return caller != null && find(caller) != null;
    }

    int size() {
        enter();
        try {
            return members.size() - candidates;
        } finally {
            exit();
        }
    }

    /// Whether nobody is there, candidates included.
    boolean isEmpty() {
        enter();
        try {
            return members.isEmpty();
        } finally {
            exit();
        }
    }

    List<Greenlet<?>> snapshot() {
        return all().stream()
                .filter(member -> !member.isCandidate)
                .<Greenlet<?>>map(member -> member.greenlet)
                .toList();
    }

    private List<Member> all() {
        int expected = size();
        while (true) {
            List<Member> all = new ArrayList<>(expected);
            enter();
            try {
                if (members.size() <= expected) {
                    all.addAll(members.values());
                    return all;
                }
                expected = members.size();
            } finally {
                exit();
            }
        }
    }

    // ---------------------------------------------------------------- waiting

    /// Waits until nobody is there, once at least.
    ///
    /// @return false if the time was up first
    boolean awaitEmpty(String call, Object on, long nanos) {
        if (isEmpty()) {
            return true;
        }
        Waiter waiter = Waiter.here(call, on);
        Place place = new Place.Waiting(waiter);
        if (!queue(place)) {
            return true;
        }
        try {
            return waiter.await(nanos);
        } finally {
            if (!waiter.isWoken()) {
                forget(place);
            }
        }
    }

    /// As [#awaitEmpty], whatever is thrown into the greenlet meanwhile.
    void awaitEmptyShielded(String call, Object on) {
        while (!isEmpty()) {
            Waiter waiter = Waiter.here(call, on);
            Place place = new Place.Waiting(waiter);
            if (queue(place)) {
                try {
                    waiter.shielded().await();
                } finally {
                    if (!waiter.isWoken()) {
                        forget(place);
                    }
                }
            }
        }
    }

    private boolean queue(Place place) {
        enter();
        try {
            if (members.isEmpty()) {
                return false;
            }
            empties.add(place);
            return true;
        } finally {
            exit();
        }
    }

    private void forget(Place place) {
        enter();
        empties.remove(place);
        exit();
    }

    // ---------------------------------------------------------------- killing

    /// Throws at each member at which nothing was thrown yet; at the caller last, and here.
    void throwAtAll(Supplier<? extends Throwable> exception) {
        throwAt(all(), exception);
    }

    /// Throws at one member, unless something was thrown at it before.
    ///
    /// @return whether this did
    boolean throwAt(Member member, Supplier<? extends Throwable> exception) {
        if (isMarked(member)) {
            return false;
        }
        throwAt(List.of(member), exception);
        return true;
    }

    private void throwAt(List<Member> targets, Supplier<? extends Throwable> exception) {
        List<Member> fresh = targets.stream().filter(member -> !isMarked(member)).toList();
        Kills kills =
                new Kills(
                        fresh.stream().<Greenlet<?>>map(member -> member.greenlet).toList(),
                        exception);
        List<Greenlet<?>> marked = new ArrayList<>();
        for (Member member : fresh) {
            if (mark(member)) {
                marked.add(member.greenlet);
            }
        }
        kills.retain(marked);
        kills.happen();
    }

    private boolean isMarked(Member member) {
        enter();
        try {
            return member.isThrownAt;
        } finally {
            exit();
        }
    }

    private boolean mark(Member member) {
        enter();
        try {
            boolean isFirst = !member.isThrownAt;
            member.isThrownAt = true;
            return isFirst;
        } finally {
            exit();
        }
    }

    /// From now on whoever comes is killed at once, until as many [#spare] calls.
    void doom(Supplier<? extends Throwable> exception) {
        enter();
        doom = exception;
        dooms++;
        exit();
    }

    void spare() {
        enter();
        if (--dooms == 0) {
            doom = null;
        }
        exit();
    }
}
