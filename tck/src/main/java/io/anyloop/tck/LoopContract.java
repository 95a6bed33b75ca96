package io.anyloop.tck;

import io.anyloop.spi.HostedLoop;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import io.anyloop.tck.fixture.LoopSource;
import io.anyloop.tck.fixture.SocketWire;
import io.anyloop.tck.fixture.TestedLoops;
import io.anyloop.tck.loop.Judge;
import io.anyloop.tck.loop.RuleCases;
import io.anyloop.tck.loop.Thorough;
import io.anyloop.tck.setup.Host;
import io.anyloop.tck.setup.TckEnvironment;
import io.anyloop.tck.setup.UnfitHost;
import io.anyloop.tck.setup.Wire;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// What every loop promises, one case for each rule of `spi/RULES.md`, in its order and under its
/// number. To judge a loop, extend this class and say where the loop comes from ([#provider]).
///
/// A subclass that is public can be registered as a service, in
/// `META-INF/services/io.anyloop.tck.LoopContract` beside the tests: then `anyloop tck` finds it, and
/// with it the host or the descriptors that only the loop's own tests know how to make.
///
/// A failure begins with the rule and says what to look at first. Each case runs on a thread of its
/// own, which is the first owner of a driven loop, and for a bounded time.
@SuppressWarnings("exports") // What it extends shows users nothing.
public abstract class LoopContract extends LoopSource {

    /// For subclasses.
    protected LoopContract() {}

    /// The loop under test.
    ///
    /// @return its provider
    @Override
    protected abstract LoopProvider provider();

    /// The loop under test, for tools that run contracts.
    ///
    /// @return its provider, as the subclass gives it
    public final LoopProvider loop() {
        return provider();
    }

    /// Opens a loop for one case; a hosted loop over a host that the test makes.
    ///
    /// @return a new loop, of which a driven one belongs to the calling thread
    /// @throws Exception if the system refuses
    @Override
    protected Loop openLoop() throws Exception {
        return provider().open();
    }

    /// Puts away what [#openLoop] or [#openUnfit] opened, the host too. The loop may be closed
    /// already.
    ///
    /// @param loop the loop
    /// @throws IOException if that fails
    @Override
    protected void dispose(Loop loop) throws IOException {
        loop.close();
    }

    /// Opens a pair of connected descriptors that this loop can watch: real sockets, unless the
    /// loop's descriptors are of another kind.
    ///
    /// @param loop the loop that will watch it
    /// @return a new wire
    /// @throws IOException if the system refuses
    @Override
    protected Wire openWire(Loop loop) throws IOException {
        return SocketWire.open();
    }

    /// The host of a loop that [#openLoop] opened. The test of a hosted loop overrides this.
    ///
    /// @param loop the loop
    /// @return its host
    @Override
    protected Host hostOf(HostedLoop loop) {
        throw new UnsupportedOperationException(
                "The test of a hosted loop overrides hostOf, so that the contract reaches the"
                        + " host.");
    }

    /// Opens a hosted loop over a host that cannot carry greenlets, where such a host can be made.
    ///
    /// @param unfit what is wrong with the host
    /// @return the loop; empty where there is no such host, or where the loop refuses it outright
    /// @throws Exception if the system refuses
    @Override
    protected Optional<HostedLoop> openUnfit(UnfitHost unfit) throws Exception {
        return Optional.empty();
    }

    /// How many descriptors are registered with the system for a loop, by what the system itself shows; cases compare two
    /// answers. A greenlet may ask.
    ///
    /// @param loop a loop that [#openLoop] opened
    /// @return the number; empty where the test cannot tell
    @Override
    protected OptionalInt registrations(Loop loop) {
        return OptionalInt.empty();
    }

    /// How patient the cases are.
    ///
    /// @return the environment of this machine
    @Override
    protected TckEnvironment environment() {
        return TckEnvironment.current();
    }

    @Test
    void rule_1_1_the_name_is_plain_and_constant() throws Exception {
        judge("1.1", "name() of the provider and of the loop", cases().provided()::name);
    }

    @Test
    void rule_1_2_absence_explains_itself() throws Exception {
        judge("1.2", "availability() of the provider", cases().provided()::availability);
    }

    @Test
    void rule_1_3_open_gives_a_new_independent_loop_of_the_declared_kind() throws Exception {
        judge("1.3", "open() of the provider, and statics of the loop", cases().provided()::open);
    }

    @Test
    void rule_1_4_capabilities_are_true() throws Exception {
        judge(
                "1.4",
                "capabilities(), and what watch and arm refuse",
                cases().provided()::capabilities);
    }

    @Test
    void rule_1_5_the_provider_says_what_it_is() throws Exception {
        judge("1.5", "kind(), systems() and priority()", cases().provided()::describesItself);
    }

    @Test
    void rule_2_1_a_wakeup_before_the_poll_is_not_lost() throws Exception {
        judge(
                "2.1",
                "the mark that wakeup leaves for a poll to come",
                cases().waiting()::earlyWakeup);
    }

    @Test
    void rule_2_2_a_wakeup_from_any_thread_ends_a_poll_that_sleeps() throws Exception {
        judge(
                "2.2",
                "how wakeup reaches a thread that sleeps",
                cases().waiting()::wakeupFromAnyThread);
    }

    @Thorough
    void rule_2_2_no_wakeup_is_lost_as_a_poll_ends() throws Exception {
        judge(
                "2.2",
                "the order in which a poll takes the wake-up back, and its mark",
                cases().wakeups()::race);
    }

    @Thorough
    void rule_2_2_a_wakeup_is_noticed_soon() throws Exception {
        judge("2.2", "polls that sleep in slices", cases().wakeups()::noticed);
    }

    @Thorough
    void rule_2_2_a_wakeup_does_not_hold_up_its_caller() throws Exception {
        judge("2.2", "what wakeup waits for", cases().wakeups()::cheap);
    }

    @Test
    void rule_2_3_wakeups_coalesce() throws Exception {
        judge(
                "2.3",
                "whether a poll takes all wake-ups, or one",
                cases().waiting()::wakeupsCoalesce);
    }

    @Thorough
    void rule_2_3_a_flood_of_wakeups_is_one() throws Exception {
        judge(
                "2.3",
                "what is written for each wake-up, and what happens when that is full",
                cases().wakeups()::flood);
    }

    @Test
    void rule_2_4_a_short_wait_is_not_a_spin() throws Exception {
        judge("2.4", "where nanoseconds become the system's unit", cases().waiting()::shortWait);
    }

    @Test
    void rule_2_5_a_poll_without_a_wait_does_not_sleep() throws Exception {
        judge("2.5", "what becomes of a wait of 0 or less", cases().waiting()::noWait);
    }

    @Test
    void rule_2_6_only_the_owner_may_poll_watch_arm_and_cancel() throws Exception {
        judge(
                "2.6",
                "the check of the owner, before anything changes",
                cases().owners()::strangers);
    }

    @Test
    void rule_2_7_a_loop_moves_to_another_thread_with_all_that_is_armed() throws Exception {
        judge("2.7", "moveTo, and what is bound to the first thread", cases().owners()::handOver);
    }

    @Test
    void rule_2_8_a_poll_inside_a_report_is_refused() throws Exception {
        judge("2.8", "the mark that a poll is under way", cases().owners()::nestedPoll);
    }

    @Test
    void rule_2_9_a_wait_ends_when_its_time_is_over_and_no_earlier_than_something_happens()
            throws Exception {
        judge("2.9", "deadlines that overflow, and Long.MAX_VALUE", cases().waiting()::waitsEnd);
    }

    @Thorough
    void rule_2_9_a_wait_ends_soon_after_its_time() throws Exception {
        judge("2.9", "what is added to a wait", cases().timing()::punctual);
    }

    @Thorough
    void rule_2_9_far_waits_are_waits() throws Exception {
        judge("2.9", "where a wait becomes an int, or another unit", cases().timing()::farWaits);
    }

    @Thorough
    void rule_2_9_a_wait_is_not_that_of_the_poll_before() throws Exception {
        judge("2.9", "what a poll that was cut short leaves", cases().asleep()::shorterWait);
    }

    @Thorough
    void rule_2_10_an_interrupt_breaks_nothing() throws Exception {
        judge(
                "2.10",
                "calls of the system that an interrupt ends or closes",
                cases().interrupts()::interrupted);
    }

    @Thorough
    void rule_2_11_who_waits_sleeps() throws Exception {
        judge("2.11", "loops inside poll, and threads beside it", cases().idle()::polls);
    }

    @Test
    void rule_3_1_once_reports_what_becomes_ready_and_what_was() throws Exception {
        judge("3.1", "arming, and whether it sees the level", cases().reports()::becomesReady);
    }

    @Thorough
    void rule_3_1_what_becomes_ready_ends_a_sleep() throws Exception {
        judge("3.1", "what a loop that sleeps listens to", cases().asleep()::becomesReady);
    }

    @Thorough
    void rule_3_1_no_report_is_lost_in_the_long_run() throws Exception {
        judge(
                "3.1",
                "polls that a wake-up ends, and armings that replace each other",
                () -> cases().crowd().longRun("3.1"));
    }

    @Thorough
    void rule_3_1_descriptors_of_any_number_are_watched() throws Exception {
        judge("3.1", "tables and sets of a fixed size", cases().crowd()::everyNumber);
    }

    @Test
    void rule_3_2_once_is_one_report() throws Exception {
        judge("3.2", "how a report spends its arming", cases().reports()::once);
    }

    @Thorough
    void rule_3_2_an_arming_is_one_report_in_the_long_run() throws Exception {
        judge("3.2", "how a report spends its arming", () -> cases().crowd().longRun("3.2"));
    }

    @Thorough
    void rule_3_2_an_arming_is_one_report_for_the_last_time_as_for_the_first() throws Exception {
        judge(
                "3.2",
                "counters, and what is kept from one arming to the next",
                cases().crowd()::longLife);
    }

    @Test
    void rule_3_3_what_was_asked_is_what_is_reported() throws Exception {
        judge("3.3", "the interest that reaches the system", cases().reports()::directions);
    }

    @Thorough
    void rule_3_3_directions_are_kept_in_the_long_run() throws Exception {
        judge(
                "3.3",
                "the interest that reaches the system, for each descriptor",
                () -> cases().crowd().longRun("3.3"));
    }

    @Test
    void rule_3_4_nothing_is_reported_after_cancel() throws Exception {
        judge("3.4", "cancel, and reports already under way", cases().reports()::cancelled);
    }

    @Thorough
    void rule_3_4_nothing_is_reported_after_cancel_in_the_long_run() throws Exception {
        judge(
                "3.4",
                "what a cancelled watch leaves with the system",
                () -> cases().crowd().longRun("3.4"));
    }

    @Test
    void rule_3_5_a_newer_generation_replaces_the_older() throws Exception {
        judge("3.5", "what is keyed by the descriptor alone", cases().generations()::replaced);
    }

    @Thorough
    void rule_3_5_the_older_generation_is_silent_in_the_long_run() throws Exception {
        judge("3.5", "what is keyed by the descriptor alone", () -> cases().crowd().longRun("3.5"));
    }

    @Test
    void rule_3_6_reports_come_on_the_owner_and_inside_poll_only() throws Exception {
        judge("3.6", "who calls Readiness.ready, and from where", cases().reports()::inPlace);
    }

    @Thorough
    void rule_3_6_reports_come_in_place_in_the_long_run() throws Exception {
        judge(
                "3.6",
                "who calls Readiness.ready, and from where",
                () -> cases().crowd().longRun("3.6"));
    }

    @Test
    void rule_3_7_a_hangup_is_reported_to_the_direction_that_is_armed() throws Exception {
        judge("3.7", "how errors are mapped to directions", cases().reports()::hangUp);
    }

    @Thorough
    void rule_3_7_plain_data_is_not_unusual() throws Exception {
        judge("3.7", "what becomes UNUSUAL", () -> cases().crowd().longRun("3.7"));
    }

    @Test
    void rule_3_8_a_number_closed_without_a_word_is_watched_anew() throws Exception {
        judge("3.8", "what is remembered of the closed descriptor", cases().generations()::reused);
    }

    @Test
    void rule_3_9_mistaken_watches_are_refused() throws Exception {
        judge("3.9", "the checks at the beginning of watch", cases().generations()::mistakes);
    }

    @Test
    void rule_3_10_many_at_once_are_all_reported() throws Exception {
        judge("3.10", "the room for one poll's events", cases().reports()::many);
    }

    @Thorough
    void rule_3_10_nobody_starves_beside_others_that_are_always_ready() throws Exception {
        judge("3.10", "whom a poll looks at first, each time", cases().crowd()::nobodyStarves);
    }

    @Test
    void rule_3_11_keep_reports_each_new_edge() throws Exception {
        judge("3.11", "edge or level, and what disarms", cases().reports()::keep);
    }

    @Thorough
    void rule_3_11_an_edge_ends_a_sleep() throws Exception {
        judge("3.11", "what a loop that sleeps listens to", cases().asleep()::edges);
    }

    @Test
    void rule_4_1_turns_run_one_at_a_time_on_the_host_thread() throws Exception {
        judge("4.1", "whether wakeup runs a turn itself", cases().hosted()::oneAtATime);
    }

    @Thorough
    void rule_4_1_no_turn_runs_inside_a_call() throws Exception {
        judge("4.1", "short cuts on the host's thread", cases().hostedLong()::notInline);
    }

    @Test
    void rule_4_2_a_turn_begins_after_each_wakeup() throws Exception {
        judge("4.2", "when the mark 'asked' is taken back", cases().hosted()::wakeups);
    }

    @Thorough
    void rule_4_2_a_wakeup_in_a_long_turn_is_not_lost() throws Exception {
        judge(
                "4.2",
                "what a turn does with the mark 'asked' at its end",
                cases().hostedLong()::longTurns);
    }

    @Thorough
    void rule_4_2_no_wakeup_is_lost_in_the_long_run() throws Exception {
        judge(
                "4.2",
                "what becomes of the mark 'asked' when the host fails to take a task",
                cases().hostedLong()::everyWakeup);
    }

    @Test
    void rule_4_3_wakeups_coalesce_and_no_turn_is_unasked() throws Exception {
        judge("4.3", "the mark 'asked', and who else posts", cases().hosted()::fewTurns);
    }

    @Thorough
    void rule_4_3_one_wakeup_is_one_turn() throws Exception {
        judge("4.3", "who else posts", cases().hostedLong()::oneForOne);
    }

    @Test
    void rule_4_4_the_tasks_of_the_host_run_between_two_turns() throws Exception {
        judge("4.4", "loops inside one task of the host", cases().hosted()::hostTasks);
    }

    @Test
    void rule_4_5_wake_at_brings_a_turn_then_and_not_before() throws Exception {
        judge("4.5", "how a later wakeAt takes back the earlier", cases().hosted()::wakeAt);
    }

    @Thorough
    void rule_4_5_a_turn_comes_soon_after_its_time() throws Exception {
        judge("4.5", "where a time becomes a delay of the host's", cases().timing()::hostPunctual);
    }

    @Thorough
    void rule_4_5_far_times_are_kept() throws Exception {
        judge("4.5", "delays that the host cannot take", cases().hostedLong()::farTimes);
    }

    @Thorough
    void rule_4_5_a_busy_host_keeps_its_times() throws Exception {
        judge("4.5", "when a host looks at its times", cases().hostedLong()::busyHost);
    }

    @Thorough
    void rule_4_5_a_time_is_heard_while_the_loop_sleeps() throws Exception {
        judge("4.5", "who tells a sleeper of a new time", cases().asleep()::earlierTime);
    }

    @Test
    void rule_4_6_an_unfit_host_ends_the_guest() throws Exception {
        judge("4.6", "the look at the thread as a turn begins", cases().hosted()::unfitHosts);
    }

    @Test
    void rule_4_7_the_end_of_the_host_is_told_once() throws Exception {
        judge("4.7", "what happens when the host refuses a task", cases().hosted()::hostEnds);
    }

    @Thorough
    void rule_4_7_a_host_that_ends_before_a_time_says_so() throws Exception {
        judge("4.7", "who looks whether the host lives", cases().hostedLong()::endBeforeTime);
    }

    @Test
    void rule_4_8_no_turn_begins_after_close() throws Exception {
        judge("4.8", "what is still posted or timed at close", cases().hosted()::closed);
    }

    @Test
    void rule_4_9_on_loop_thread_is_true_in_a_turn_only() throws Exception {
        judge("4.9", "onLoopThread", cases().hosted()::onLoopThread);
    }

    @Thorough
    void rule_4_9_on_loop_thread_is_true_in_every_task_of_the_host() throws Exception {
        judge("4.9", "what onLoopThread compares", cases().hostedLong()::onLoopThreadInTasks);
    }

    @Test
    void rule_4_10_a_second_guest_is_refused() throws Exception {
        judge("4.10", "attach", cases().hosted()::secondGuest);
    }

    @Thorough
    void rule_4_11_who_waits_sleeps() throws Exception {
        judge("4.11", "threads beside the host, and what is posted", cases().idle()::hosts);
    }

    @Test
    void rule_5_1_the_clock_never_goes_backwards() throws Exception {
        judge("5.1", "nanoTime, read by several threads", cases().life()::monotonic);
    }

    @Thorough
    void rule_5_1_the_clock_is_fine_and_keeps_pace() throws Exception {
        judge("5.1", "what nanoTime reads", cases().timing()::fine);
    }

    @Test
    void rule_5_2_virtual_time_moves_by_waits_alone() throws Exception {
        judge("5.2", "what poll adds to the clock, and when", cases().life()::virtualTime);
    }

    @Test
    void rule_6_1_close_is_idempotent_and_closes_only_its_own() throws Exception {
        judge("6.1", "what close closes", cases().life()::closedTwice);
    }

    @Test
    void rule_6_2_after_close_calls_are_refused_and_wakeups_do_nothing() throws Exception {
        judge("6.2", "the check that the loop is open", cases().life()::afterClose);
    }

    @Thorough
    void rule_6_2_wakeups_after_close_touch_nothing_of_others() throws Exception {
        judge("6.2", "descriptor numbers that outlive the loop", cases().leaks()::lateWakeups);
    }

    @Thorough
    void rule_6_3_nothing_remains_of_loops_that_were_closed() throws Exception {
        judge("6.3", "what close does not give back", cases().leaks()::loops);
    }

    @Thorough
    void rule_6_3_nothing_remains_of_watches_that_are_over() throws Exception {
        judge("6.3", "what a watch opens, and who remembers it", cases().leaks()::watches);
    }

    @Thorough
    void rule_6_3_nothing_remains_of_turns() throws Exception {
        judge("6.3", "lists and maps that only grow", cases().leaks()::turns);
    }

    @Thorough
    void rule_6_3_nothing_remains_of_times_that_were_replaced() throws Exception {
        judge("6.3", "what wakeAt leaves with the host", cases().leaks()::times);
    }

    private void judge(String rule, String lookFirst, Judge.Case body) throws Exception {
        new Judge(environment()).judge(rule, lookFirst, body);
    }

    private RuleCases cases() {
        return new RuleCases(new TestedLoops(this));
    }
}
