package io.anyloop.tck.everywait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.anyloop.tck.fixture.HubCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// One call that waits, as a line of the table in [Waits]: how to wait, what the call says when its
/// own time is up, and what ends the wait. [EveryWaitCases] and [PlainWaitCases] check the rest.
///
/// @param <S> what is waited on
final class WaitRow<S> {
    private static final String NOTHING = "nothing";

    /// Makes what is waited on, in a state in which one has to wait.
    @FunctionalInterface
    interface Make<S> {
        S make() throws Throwable;
    }

    /// As [Make], for what needs the hub.
    @FunctionalInterface
    interface MakeOn<S> {
        S make(HubCase hub) throws Throwable;
    }

    /// Waits, at most for a limit.
    @FunctionalInterface
    interface Wait<S> {
        Object on(S subject, Duration limit) throws Throwable;
    }

    /// Does something with what is waited on.
    @FunctionalInterface
    interface Act<S> {
        void on(S subject) throws Throwable;
    }

    /// What a call says when its own time is up: a result, or an exception of a type.
    record Own(Object result, Class<? extends Throwable> thrown) {
        boolean isSaidBy(Object said) {
            return thrown == null ? Objects.equals(result, said) : thrown.isInstance(said);
        }
    }

    private enum Trait {
        NO_LIMIT,
        ONE_AT_A_TIME,
        OF_THE_JDK,
        INTERRUPTIBLE,
        IN_GREENLETS_ONLY
    }

    private final String name;
    private final MakeOn<S> make;
    private final Wait<S> wait;
    private final Own own;
    private final List<Trait> traits = new ArrayList<>();
    private Act<S> end;
    private Act<S> intact = subject -> {};
    private Act<S> putAway = subject -> {};
    private Act<S> unlimited;

    private WaitRow(String name, MakeOn<S> make, Wait<S> wait, Own own) {
        this.name = name;
        this.make = make;
        this.wait = wait;
        this.own = own;
    }

    // ---------------------------------------------------------------- writing a line

    static <S> WaitRow<S> row(String name, Make<S> make, Wait<S> wait, Own own) {
        return new WaitRow<>(name, hub -> make.make(), wait, own);
    }

    /// As [#row], where the hub or its loop is needed to make what is waited on.
    static <S> WaitRow<S> rowOn(String name, MakeOn<S> make, Wait<S> wait, Own own) {
        return new WaitRow<>(name, make, wait, own);
    }

    /// The call returns this when its time is up.
    static Own result(Object value) {
        return new Own(value, null);
    }

    /// The call throws this when its time is up.
    static Own throwing(Class<? extends Throwable> type) {
        return new Own(null, type);
    }

    /// The call returns nothing, whatever ended it; its wait is written with [#quiet].
    static Own nothing() {
        return result(NOTHING);
    }

    /// For a call that returns nothing: `row("…", …, quiet((s, limit) -> s.kill(limit)), nothing())`.
    static <S> Wait<S> quiet(QuietWait<S> wait) {
        return (subject, limit) -> {
            wait.on(subject, limit);
            return NOTHING;
        };
    }

    /// As [Wait], without a result.
    @FunctionalInterface
    interface QuietWait<S> {
        void on(S subject, Duration limit) throws Throwable;
    }

    /// What ends the wait of one, or of all, before time is up. It must not wait itself. Without it
    /// the call ends by time only, as a sleep does.
    WaitRow<S> ended(Act<S> by) {
        end = by;
        return this;
    }

    /// The form of the call without a limit.
    WaitRow<S> unlimited(Act<S> form) {
        unlimited = form;
        return this;
    }

    /// What must hold afterwards, when nobody waits any more: no link is left, no permit is missing.
    WaitRow<S> intact(Act<S> check) {
        intact = check;
        return this;
    }

    /// Cleans up after a case.
    WaitRow<S> putAway(Act<S> action) {
        putAway = action;
        return this;
    }

    /// Only one may wait at a time.
    WaitRow<S> oneAtATime() {
        traits.add(Trait.ONE_AT_A_TIME);
        return this;
    }

    /// A wait of the JDK: interrupts do end it, and its time is not virtual.
    WaitRow<S> ofTheJdk() {
        traits.add(Trait.OF_THE_JDK);
        return this;
    }

    /// Declares [InterruptedException]: an interrupt does end it.
    WaitRow<S> interruptible() {
        traits.add(Trait.INTERRUPTIBLE);
        return this;
    }

    /// Refused in plain threads.
    WaitRow<S> inGreenletsOnly() {
        traits.add(Trait.IN_GREENLETS_ONLY);
        return this;
    }

    // ---------------------------------------------------------------- reading it

    /// This line, and one more for the form without a limit.
    List<WaitRow<?>> forms() {
        return unlimited == null ? List.of(this) : List.of(this, withoutLimit());
    }

    private WaitRow<S> withoutLimit() {
        var form =
                new WaitRow<>(
                        name + " without a limit",
                        make,
                        quiet((subject, limit) -> unlimited.on(subject)),
                        nothing());
        form.traits.addAll(traits);
        form.traits.add(Trait.NO_LIMIT);
        form.end = end;
        form.intact = intact;
        form.putAway = putAway;
        return form;
    }

    String name() {
        return name;
    }

    boolean hasLimit() {
        return !traits.contains(Trait.NO_LIMIT);
    }

    boolean isEndable() {
        return end != null;
    }

    /// Whether one can see by what the call says that it was its time that was up.
    boolean tellsItsTime() {
        return !NOTHING.equals(own.result());
    }

    boolean isOneAtATime() {
        return traits.contains(Trait.ONE_AT_A_TIME);
    }

    boolean isOfTheJdk() {
        return traits.contains(Trait.OF_THE_JDK);
    }

    boolean isInterruptible() {
        return traits.contains(Trait.INTERRUPTIBLE) || isOfTheJdk();
    }

    boolean isInGreenletsOnly() {
        return traits.contains(Trait.IN_GREENLETS_ONLY);
    }

    Subject on(HubCase hub) throws Throwable {
        return new Subject(make.make(hub));
    }

    /// What is waited on in one case.
    final class Subject {
        private final S subject;

        private Subject(S subject) {
            this.subject = subject;
        }

        Object await(Duration limit) throws Throwable {
            return wait.on(subject, limit);
        }

        /// Waits, and wants the call to say that its own time was up.
        void awaitOwn(Duration limit) throws Throwable {
            Object said;
            try {
                said = await(limit);
            } catch (Throwable e) {
                if (own.thrown() == null || !own.isSaidBy(e)) {
                    throw e;
                }
                return;
            }
            if (own.thrown() != null) {
                fail("returned %s instead of throwing %s".formatted(said, own.thrown()));
            }
            assertEquals(own.result(), said, "returned when its own time was up");
        }

        /// Waits, whatever comes of it.
        ///
        /// @return false if the call says that its own time was up
        boolean isEnded(Duration limit) throws Throwable {
            try {
                Object said = await(limit);
                return !tellsItsTime() || !own.isSaidBy(said);
            } catch (Throwable e) {
                if (own.thrown() == null || !own.isSaidBy(e)) {
                    throw e;
                }
                return false;
            }
        }

        void end() throws Throwable {
            end.on(subject);
        }

        void checkIntact() throws Throwable {
            intact.on(subject);
        }

        void putAway() throws Throwable {
            putAway.on(subject);
        }
    }
}
