package io.anyloop.tck;

import io.anyloop.spi.HostedLoop;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
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
public abstract class LoopContract {

    /// For subclasses.
    protected LoopContract() {}

    /// The loop under test.
    ///
    /// @return its provider
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
    protected Loop openLoop() throws Exception {
        return provider().open();
    }

    /// Puts away what [#openLoop] or [#openUnfit] opened, the host too. The loop may be closed
    /// already.
    ///
    /// @param loop the loop
    /// @throws IOException if that fails
    protected void dispose(Loop loop) throws IOException {
        loop.close();
    }

    /// Opens a pair of connected descriptors that this loop can watch: real sockets, unless the
    /// loop's descriptors are of another kind.
    ///
    /// @param loop the loop that will watch it
    /// @return a new wire
    /// @throws IOException if the system refuses
    protected Wire openWire(Loop loop) throws IOException {
        return SocketWire.open();
    }

    /// The host of a loop that [#openLoop] opened. The test of a hosted loop overrides this.
    ///
    /// @param loop the loop
    /// @return its host
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
    protected Optional<HostedLoop> openUnfit(UnfitHost unfit) throws Exception {
        return Optional.empty();
    }

    /// How many descriptors are registered with the system for a loop, by what the system itself shows; cases compare two
    /// answers. A greenlet may ask.
    ///
    /// @param loop a loop that [#openLoop] opened
    /// @return the number; empty where the test cannot tell
    protected OptionalInt registrations(Loop loop) {
        return OptionalInt.empty();
    }

    /// How patient the cases are.
    ///
    /// @return the environment of this machine
    protected TckEnvironment environment() {
        return TckEnvironment.current();
    }

    @Test
    void rule_1_1_the_name_is_plain_and_constant() throws Exception {
        judge("1.1", "name() of the provider and of the loop", provided()::name);
    }

    @Test
    void rule_1_2_absence_explains_itself() throws Exception {
        judge("1.2", "availability() of the provider", provided()::availability);
    }

    @Test
    void rule_1_3_open_gives_a_new_independent_loop_of_the_declared_kind() throws Exception {
        judge("1.3", "open() of the provider, and statics of the loop", provided()::open);
    }

    @Test
    void rule_1_4_capabilities_are_true() throws Exception {
        judge("1.4", "capabilities(), and what watch and arm refuse", provided()::capabilities);
    }

    @Test
    void rule_2_1_a_wakeup_before_the_poll_is_not_lost() throws Exception {
        judge("2.1", "the mark that wakeup leaves for a poll to come", waiting()::earlyWakeup);
    }

    @Test
    void rule_2_2_a_wakeup_from_any_thread_ends_a_poll_that_sleeps() throws Exception {
        judge("2.2", "how wakeup reaches a thread that sleeps", waiting()::wakeupFromAnyThread);
    }

    @Test
    void rule_2_3_wakeups_coalesce() throws Exception {
        judge("2.3", "whether a poll takes all wake-ups, or one", waiting()::wakeupsCoalesce);
    }

    @Test
    void rule_2_4_a_short_wait_is_not_a_spin() throws Exception {
        judge("2.4", "where nanoseconds become the system's unit", waiting()::shortWait);
    }

    @Test
    void rule_2_5_a_poll_without_a_wait_does_not_sleep() throws Exception {
        judge("2.5", "what becomes of a wait of 0 or less", waiting()::noWait);
    }

    @Test
    void rule_2_6_only_the_owner_may_poll_watch_arm_and_cancel() throws Exception {
        judge("2.6", "the check of the owner, before anything changes", owners()::strangers);
    }

    @Test
    void rule_2_7_a_loop_moves_to_another_thread_with_all_that_is_armed() throws Exception {
        judge("2.7", "moveTo, and what is bound to the first thread", owners()::handOver);
    }

    @Test
    void rule_2_8_a_poll_inside_a_report_is_refused() throws Exception {
        judge("2.8", "the mark that a poll is under way", owners()::nestedPoll);
    }

    @Test
    void rule_2_9_a_wait_ends_when_its_time_is_over_and_no_earlier_than_something_happens()
            throws Exception {
        judge("2.9", "deadlines that overflow, and Long.MAX_VALUE", waiting()::waitsEnd);
    }

    @Test
    void rule_3_1_once_reports_what_becomes_ready_and_what_was() throws Exception {
        judge("3.1", "arming, and whether it sees the level", reports()::becomesReady);
    }

    @Test
    void rule_3_2_once_is_one_report() throws Exception {
        judge("3.2", "how a report spends its arming", reports()::once);
    }

    @Test
    void rule_3_3_what_was_asked_is_what_is_reported() throws Exception {
        judge("3.3", "the interest that reaches the system", reports()::directions);
    }

    @Test
    void rule_3_4_nothing_is_reported_after_cancel() throws Exception {
        judge("3.4", "cancel, and reports already under way", reports()::cancelled);
    }

    @Test
    void rule_3_5_a_newer_generation_replaces_the_older() throws Exception {
        judge("3.5", "what is keyed by the descriptor alone", generations()::replaced);
    }

    @Test
    void rule_3_6_reports_come_on_the_owner_and_inside_poll_only() throws Exception {
        judge("3.6", "who calls Readiness.ready, and from where", reports()::inPlace);
    }

    @Test
    void rule_3_7_a_hangup_is_reported_to_the_direction_that_is_armed() throws Exception {
        judge("3.7", "how errors are mapped to directions", reports()::hangUp);
    }

    @Test
    void rule_3_8_a_number_closed_without_a_word_is_watched_anew() throws Exception {
        judge("3.8", "what is remembered of the closed descriptor", generations()::reused);
    }

    @Test
    void rule_3_9_mistaken_watches_are_refused() throws Exception {
        judge("3.9", "the checks at the beginning of watch", generations()::mistakes);
    }

    @Test
    void rule_3_10_many_at_once_are_all_reported() throws Exception {
        judge("3.10", "the room for one poll's events", reports()::many);
    }

    @Test
    void rule_3_11_keep_reports_each_new_edge() throws Exception {
        judge("3.11", "edge or level, and what disarms", reports()::keep);
    }

    @Test
    void rule_4_1_turns_run_one_at_a_time_on_the_host_thread() throws Exception {
        judge("4.1", "whether wakeup runs a turn itself", hosted()::oneAtATime);
    }

    @Test
    void rule_4_2_a_turn_begins_after_each_wakeup() throws Exception {
        judge("4.2", "when the mark 'asked' is taken back", hosted()::wakeups);
    }

    @Test
    void rule_4_3_wakeups_coalesce_and_no_turn_is_unasked() throws Exception {
        judge("4.3", "the mark 'asked', and who else posts", hosted()::fewTurns);
    }

    @Test
    void rule_4_4_the_tasks_of_the_host_run_between_two_turns() throws Exception {
        judge("4.4", "loops inside one task of the host", hosted()::hostTasks);
    }

    @Test
    void rule_4_5_wake_at_brings_a_turn_then_and_not_before() throws Exception {
        judge("4.5", "how a later wakeAt takes back the earlier", hosted()::wakeAt);
    }

    @Test
    void rule_4_6_an_unfit_host_ends_the_guest() throws Exception {
        judge("4.6", "the look at the thread as a turn begins", hosted()::unfitHosts);
    }

    @Test
    void rule_4_7_the_end_of_the_host_is_told_once() throws Exception {
        judge("4.7", "what happens when the host refuses a task", hosted()::hostEnds);
    }

    @Test
    void rule_4_8_no_turn_begins_after_close() throws Exception {
        judge("4.8", "what is still posted or timed at close", hosted()::closed);
    }

    @Test
    void rule_4_9_on_loop_thread_is_true_in_a_turn_only() throws Exception {
        judge("4.9", "onLoopThread", hosted()::onLoopThread);
    }

    @Test
    void rule_4_10_a_second_guest_is_refused() throws Exception {
        judge("4.10", "attach", hosted()::secondGuest);
    }

    @Test
    void rule_5_1_the_clock_never_goes_backwards() throws Exception {
        judge("5.1", "nanoTime, read by several threads", life()::monotonic);
    }

    @Test
    void rule_5_2_virtual_time_moves_by_waits_alone() throws Exception {
        judge("5.2", "what poll adds to the clock, and when", life()::virtualTime);
    }

    @Test
    void rule_6_1_close_is_idempotent_and_closes_only_its_own() throws Exception {
        judge("6.1", "what close closes", life()::closedTwice);
    }

    @Test
    void rule_6_2_after_close_calls_are_refused_and_wakeups_do_nothing() throws Exception {
        judge("6.2", "the check that the loop is open", life()::afterClose);
    }

    private void judge(String rule, String lookFirst, Judge.Case body) throws Exception {
        new Judge(environment()).judge(rule, lookFirst, body);
    }

    private ProviderCases provided() {
        return new ProviderCases(this);
    }

    private WaitingCases waiting() {
        return new WaitingCases(this);
    }

    private OwnerCases owners() {
        return new OwnerCases(this);
    }

    private ReportCases reports() {
        return new ReportCases(this);
    }

    private GenerationCases generations() {
        return new GenerationCases(this);
    }

    private HostedCases hosted() {
        return new HostedCases(this);
    }

    private LifeCases life() {
        return new LifeCases(this);
    }
}
