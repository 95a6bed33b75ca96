package io.anyloop.tck.everywait;

import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// What checks of every call that waits are written with: each check is done for each line of the
/// table in [Waits].
abstract class WaitRowCases extends Cases {
    static final Predicate<WaitRow<?>> ANY = row -> true;
    static final Predicate<WaitRow<?>> OURS = row -> !row.isOfTheJdk();
    static final Predicate<WaitRow<?>> UNINTERRUPTIBLE = row -> !row.isInterruptible();
    static final Predicate<WaitRow<?>> LIMITED = WaitRow::hasLimit;
    static final Predicate<WaitRow<?>> ENDABLE = WaitRow::isEndable;

    /// What is checked of one line, on something fresh to wait on.
    interface Check {
        void on(HubCase hub, WaitRow<?> row, WaitRow<?>.Subject subject) throws Throwable;
    }

    final Stream<DynamicTest> each(Predicate<WaitRow<?>> rows, Check check) {
        return Waits.all()
                .filter(rows)
                .map(row ->
                        DynamicTest.dynamicTest(
                                row.name(), () -> inHub(hub -> check(hub, row, check))));
    }

    private static void check(HubCase hub, WaitRow<?> row, Check check) throws Throwable {
        var subject = row.on(hub);
        try {
            check.on(hub, row, subject);
            subject.checkIntact();
        } finally {
            subject.putAway();
        }
    }
}
