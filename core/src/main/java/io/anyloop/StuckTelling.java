package io.anyloop;

import io.anyloop.base.Logs;
import io.anyloop.jdk.UserCode;
import io.anyloop.kernel.Strand;
import io.anyloop.kernel.Strands;
import io.anyloop.watch.Stuck;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Tells users what has kept their hub's thread, in the way that they have chosen.
final class StuckTelling implements Stuck.Listener {
    private static final int MOST_PLACES = 1_000;

    private final Hub hub;
    private final StuckHandler handler;
    private final boolean isThrown;
    private final Predicate<StackTraceElement> mayBeStuck;
    private final Set<String> placesPinned = new HashSet<>();

    StuckTelling(Hub hub, HubBuilder builder) {
        this.hub = hub;
        this.handler = builder.stuckHandler;
        this.isThrown = builder.whenStuck == WhenStuck.THROW;
        this.mayBeStuck = builder.mayBeStuck;
    }

    @Override
    public void stuck(Stuck what) {
        for (StackTraceElement frame : what.stack()) {
            if (mayBeStuck.test(frame)) {
                return;
            }
        }
        if (hub.engine.isHosted() && StuckAdvice.isPinned(what.stack()) && !isFirst(what.stack())) {
            return;
        }
        StuckReport report =
                new StuckReport(
                        hub,
                        what.thread(),
                        what.time(),
                        what.onProcessor(),
                        what.late(),
                        List.of(what.stack()),
                        what.blockedOn(),
                        what.handedOver());
        StuckEvents.tell(report);
        Strand<?> greenlet = Strands.of(what.thread());
        if (isThrown && greenlet != null && what.isTooLong()) {
            hub.engine.atHub(() -> Strands.deliver(greenlet, new StuckException(report)));
        }
        try {
            handler.stuck(report);
        } catch (Throwable e) {
            Logs.log(Level.ERROR, "The handler of what is stuck failed on: " + report, e);
        }
    }

    /// Whether code of the user's has not been reported yet.
    private boolean isFirst(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (UserCode.isOfUser(frame)) {
                return placesPinned.size() < MOST_PLACES && placesPinned.add(frame.toString());
            }
        }
        return true;
    }
}
