package io.anyloop.adopt;

import io.anyloop.StuckHandler;
import io.anyloop.StuckReport;
import io.anyloop.jdk.UserCode;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Tells of threads that hold their hub: by default once for each place in the code, and not of the main one, which computes while a
/// program starts, as any does.
final class Held implements StuckHandler {
    private static final int MOST_PLACES = 100;

    /// Of the whole program.
    private static final Set<String> PLACES = ConcurrentHashMap.newKeySet();

    private final boolean tellsAll;
    private final StuckHandler log = StuckHandler.logging();

    Held(boolean tellsAll) {
        this.tellsAll = tellsAll;
    }

    @Override
    public void stuck(StuckReport report) {
        if (tellsAll || !report.thread().getName().equals(Main.NAME) && isFirst(report)) {
            log.stuck(report);
        }
    }

    /// Not of one that has ended since: there is no place to tell.
    private static boolean isFirst(StuckReport report) {
        return report.stack().stream()
                .filter(UserCode::isOfUser)
                .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                .findFirst()
                .filter(place -> PLACES.size() < MOST_PLACES && PLACES.add(place))
                .isPresent();
    }
}
