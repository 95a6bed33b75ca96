package io.anyloop.group;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.base.Rethrow;
import io.anyloop.base.Times;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.function.Body;
import io.anyloop.kernel.Deliveries;
import io.anyloop.kernel.Strands;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/// One call within a group: whoever fails first, body or member, ends the others, and nobody outlives the call.
final class GroupScope implements Failures.Listener {
    private final Roll roll;
    private final Membership group;

    /// Null on a thread that is no greenlet, into which nothing can be thrown.
    private final Greenlet<?> owner = (Greenlet<?>) Strands.of(Thread.currentThread());

    /// In time.
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    /// Ends the body when a member has failed.
    private final GreenletExit cut = new GreenletExit("a member of its group failed");

    private final int depth = owner == null ? 0 : Deliveries.shields(owner);

    /// Whether the body may be cut. Owner's hub only.
    private boolean isOpen = true;

    private final AtomicBoolean isDoomed = new AtomicBoolean();

    GroupScope(Membership group) {
        this.roll = group.roll;
        this.group = group;
    }

    <T, X extends Throwable> T call(Body<T, X> body) throws X {
        T result = null;
        Throwable own = null;
        Throwable thrown = null;
        Runnable listening = roll.failures.tell(this);
        try {
            try {
                result = body.call();
                roll.awaitEmpty("call", group, Times.FOREVER);
            } catch (Throwable e) {
                thrown = e;
                own = Greenlet.unmasked(e);
            }
            Throwable first = first(own);
            if (own != null) {
                endMembers();
            }
            roll.awaitEmptyShielded("call", group);
            group.endServants();
            roll.awaitEmptyShielded("call", group);
            if (first == null) {
                first = failures.peek();
            }
            throwWith(first, own == cut ? thrown : own);
            return result;
        } finally {
            listening.run();
            leave();
        }
    }

    /// What came from outside leaves as it is; else the first failure counts, be it the body's or a member's.
    private Throwable first(Throwable own) {
        if (own == null || own == cut) {
            return failures.peek();
        }
        boolean isFromOutside = own instanceof Timeout || own instanceof GreenletExit;
        return isFromOutside || failures.isEmpty() ? own : failures.peek();
    }

    private <X extends Throwable> void throwWith(Throwable first, Throwable own) throws X {
        if (first == null) {
            return;
        }
        Set<Throwable> told = Collections.newSetFromMap(new IdentityHashMap<>());
        told.add(first);
        told.add(cut);
        suppress(first, own, told);
        failures.forEach(failure -> suppress(first, failure, told));
        throw Rethrow.<X>as(first);
    }

    private static void suppress(Throwable first, Throwable failure, Set<Throwable> told) {
        if (failure != null && told.add(failure)) {
            first.addSuppressed(failure);
        }
    }

    private void endMembers() {
        if (isDoomed.compareAndSet(false, true)) {
            roll.doom(GroupScope::exit);
        }
        group.throwAtAll(GroupScope::exit);
    }

    private static GreenletExit exit() {
        return new GreenletExit("its group was left by a failure");
    }

    /// A member has failed. On its loop's own thread.
    @Override
    public void failed(Throwable cause) {
        failures.add(cause);
        endMembers();
        if (owner != null) {
            Strands.engine(owner)
                    .atHub(() -> {
                        if (isOpen) {
                            isOpen = false;
                            Deliveries.of(owner).add(cut, depth);
                        }
                    });
        }
    }

    /// What could not be thrown at the body any more is not thrown anywhere else.
    private void leave() {
        isOpen = false;
        if (owner != null) {
            Deliveries.takeBack(owner, cut);
        }
        if (isDoomed.get()) {
            roll.spare();
        }
    }
}
