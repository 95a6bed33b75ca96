package io.anyloop.loop.iocp;

import static io.anyloop.spi.Readiness.READ;
import static io.anyloop.spi.Readiness.UNUSUAL;
import static io.anyloop.spi.Readiness.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import io.anyloop.spi.Watch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The state machine, on every system: the kernel is the test's.
class PollsTest {
    private final ScriptedKernel kernel = new ScriptedKernel();
    private final IocpLoop loop = new IocpLoop(kernel);
    private final List<String> heard = new ArrayList<>();

    private Watch watch(int socket, long generation) {
        return loop.watch(
                socket, generation, what -> heard.add(socket + "." + generation + ":" + what));
    }

    private Watch armed(int socket, Interest interest) throws IOException {
        var watch = watch(kernel.socket(socket), 0);
        watch.arm(interest, Mode.ONCE);
        return watch;
    }

    private void poll() throws IOException {
        loop.poll(0);
    }

    private void assertLog(String... calls) {
        assertEquals(
                List.of(calls),
                kernel.log.stream().filter(call -> !call.startsWith("base")).toList());
        kernel.log.clear();
    }

    private void assertHeard(String... reports) {
        assertEquals(List.of(reports), heard);
        heard.clear();
    }

    @Test
    void a_poll_is_submitted_once_before_the_wait_and_answers_once() throws IOException {
        var watch = armed(1, Interest.WRITE);
        watch.arm(Interest.READ, Mode.ONCE);
        watch.arm(Interest.READ, Mode.ONCE);
        assertLog();
        poll();
        poll();
        assertLog("poll 1 r");
        kernel.ready(1, AfdEvents.RECEIVE);
        poll();
        poll();
        assertHeard("1.0:" + READ);
        assertFalse(kernel.isPolled(1), "polled although nobody waits");
        watch.arm(Interest.WRITE, Mode.ONCE);
        poll();
        assertLog("poll 1 w");
    }

    @Test
    void a_change_cancels_and_the_next_poll_waits_for_the_packet() throws IOException {
        var watch = armed(1, Interest.READ);
        poll();
        watch.arm(Interest.WRITE, Mode.ONCE);
        poll();
        poll();
        assertLog("poll 1 r", "cancel 1");
        kernel.endCancelled();
        poll();
        poll();
        assertLog("poll 1 w");
        kernel.ready(1, AfdEvents.SEND);
        poll();
        assertHeard("1.0:" + WRITE);
    }

    @Test
    void a_poll_is_cancelled_once_and_the_next_one_can_be_cancelled_too() throws IOException {
        var watch = armed(1, Interest.READ);
        poll();
        watch.arm(Interest.WRITE, Mode.ONCE);
        poll();
        watch.arm(Interest.READ_AND_WRITE, Mode.ONCE);
        poll();
        watch.arm(Interest.WRITE, Mode.ONCE);
        poll();
        assertLog("poll 1 r", "cancel 1");
        kernel.endCancelled();
        poll();
        poll();
        assertLog("poll 1 w");
        watch.arm(Interest.READ, Mode.ONCE);
        poll();
        watch.cancel();
        poll();
        assertLog("cancel 1");
    }

    @Test
    void a_change_back_before_the_packet_still_polls_again() throws IOException {
        var watch = armed(1, Interest.READ);
        poll();
        watch.arm(Interest.READ_AND_WRITE, Mode.ONCE);
        poll();
        watch.arm(Interest.READ, Mode.ONCE);
        poll();
        kernel.endCancelled();
        poll();
        poll();
        assertLog("poll 1 r", "cancel 1", "poll 1 r");
        assertHeard();
    }

    @Test
    void a_poll_that_asks_for_more_is_kept_and_reports_only_what_is_wanted() throws IOException {
        var watch = armed(1, Interest.READ_AND_WRITE);
        poll();
        watch.arm(Interest.READ, Mode.ONCE);
        poll();
        assertLog("poll 1 rw");
        kernel.ready(1, AfdEvents.SEND);
        poll();
        poll();
        assertHeard();
        assertLog("poll 1 r");
        kernel.ready(1, AfdEvents.RECEIVE);
        poll();
        assertHeard("1.0:" + READ);
    }

    @Test
    void an_event_that_overtakes_the_cancel_counts_if_it_is_wanted() throws IOException {
        var watch = armed(1, Interest.READ);
        poll();
        watch.arm(Interest.READ_AND_WRITE, Mode.ONCE);
        kernel.ready(1, AfdEvents.RECEIVE); // queued before the loop cancels: NOT_FOUND
        poll();
        assertHeard("1.0:" + READ);
        poll();
        assertLog("poll 1 r", "cancel 1");
    }

    @Test
    void an_event_that_overtakes_the_cancel_and_is_not_wanted_leads_to_the_next_poll()
            throws IOException {
        var watch = armed(1, Interest.READ);
        poll();
        watch.arm(Interest.WRITE, Mode.ONCE);
        kernel.ready(1, AfdEvents.RECEIVE);
        poll();
        poll();
        assertHeard();
        assertLog("poll 1 r", "cancel 1", "poll 1 w");
    }

    @Test
    void a_cancelled_poll_that_ends_with_an_event_is_no_report_to_anybody() throws IOException {
        var watch = armed(1, Interest.READ);
        poll();
        var under = kernel.pollOf(1);
        watch.cancel();
        watch.cancel();
        assertLog("poll 1 r", "cancel 1");
        kernel.end(under, NtStatus.SUCCESS, AfdEvents.RECEIVE);
        poll();
        assertHeard();
    }

    @Test
    void memory_is_used_again_after_the_packet_and_not_before() throws IOException {
        armed(1, Interest.READ).cancel(); // never submitted
        for (int socket = 2; socket < 200; socket++) {
            var watch = armed(socket, Interest.READ);
            poll();
            watch.cancel(); // the kernel is slow: all packets are still to come
        }
        assertEquals(198, kernel.underWay.size());
        kernel.endCancelled();
        poll();
        assertEquals(0, kernel.underWay.size());
        for (int socket = 300; socket < 498; socket++) {
            armed(socket, Interest.READ);
        }
        poll();
        int highest = kernel.underWay.keySet().stream().mapToInt(slot -> slot).max().orElseThrow();
        assertEquals(197, highest, "slots were not used again");
    }

    @Test
    void a_socket_that_is_closed_under_a_poll_tells_who_waits() throws IOException {
        var watch = armed(1, Interest.READ);
        poll();
        kernel.closeSocket(1);
        poll();
        assertHeard("1.0:" + (READ | UNUSUAL));
        kernel.socket(1); // the number comes back
        watch.arm(Interest.READ, Mode.ONCE);
        poll();
        assertEquals(2001, kernel.pollOf(1).base, "polled the socket that was closed");
    }

    @Test
    void a_newer_generation_is_polled_while_the_packet_of_the_older_is_late() throws IOException {
        var older = armed(1, Interest.READ_AND_WRITE);
        poll();
        var late = kernel.pollOf(1);
        kernel.socket(1); // closed without a word, and opened again
        watch(1, 1).arm(Interest.READ, Mode.ONCE);
        poll();
        assertEquals(2001, kernel.pollOf(1).base);
        kernel.end(late, NtStatus.SUCCESS, AfdEvents.LOCAL_CLOSE);
        poll();
        assertHeard();
        kernel.ready(1, AfdEvents.RECEIVE);
        older.cancel();
        poll();
        assertHeard("1.1:" + READ);
        assertThrows(IllegalStateException.class, () -> older.arm(Interest.READ, Mode.ONCE));
    }

    @Test
    void packets_in_any_order_find_their_watches() throws IOException {
        for (int socket = 1; socket <= 40; socket++) {
            armed(socket, Interest.READ);
        }
        poll();
        for (int socket = 40; socket >= 1; socket--) {
            kernel.ready(socket, AfdEvents.RECEIVE);
        }
        poll();
        assertEquals(40, heard.size());
        assertEquals("40.0:" + READ, heard.getFirst());
        assertEquals("1.0:" + READ, heard.getLast());
    }

    @Test
    void more_packets_than_there_is_room_for_are_taken_in_one_poll() throws IOException {
        int many = 3 * Packets.ROOM + 1;
        for (int socket = 1; socket <= many; socket++) {
            armed(1000 + socket, Interest.READ);
        }
        poll();
        List.copyOf(kernel.underWay.values())
                .forEach(poll -> kernel.end(poll, NtStatus.SUCCESS, AfdEvents.RECEIVE));
        poll();
        assertEquals(many, heard.size());
    }

    @Test
    void a_poll_without_an_event_is_begun_again() throws IOException {
        armed(1, Interest.READ);
        poll();
        kernel.end(kernel.pollOf(1), NtStatus.SUCCESS, 0);
        poll();
        poll();
        assertHeard();
        assertLog("poll 1 r", "poll 1 r");
    }

    @Test
    void a_poll_that_is_refused_or_fails_is_reported_as_unusual() throws IOException {
        kernel.answers.add(0xC0000008); // STATUS_INVALID_HANDLE, and no packet
        armed(1, Interest.WRITE);
        loop.poll(Long.MAX_VALUE);
        assertEquals(0, kernel.lastWait, "slept over a report");
        assertHeard("1.0:" + (WRITE | UNUSUAL));
        armed(2, Interest.READ);
        poll();
        kernel.end(kernel.pollOf(2), 0xC000020D, 0);
        poll();
        assertHeard("2.0:" + (READ | UNUSUAL));
        assertEquals(0, kernel.underWay.size());
    }

    @Test
    void a_poll_that_is_refused_takes_no_memory_and_the_socket_is_looked_up_again()
            throws IOException {
        kernel.answers.add(0xC0000008); // STATUS_INVALID_HANDLE, and no packet
        var watch = armed(1, Interest.READ);
        poll();
        kernel.socket(1); // closed and opened again, which may be why it was refused
        watch.arm(Interest.READ, Mode.ONCE);
        poll();
        assertEquals(Set.of(0), kernel.underWay.keySet(), "slots under way");
        assertTrue(kernel.isPolled(1));
    }

    @Test
    void a_cancel_that_the_system_refuses_ends_the_poll_with_its_name() throws IOException {
        var watch = armed(1, Interest.READ);
        poll();
        watch.arm(Interest.WRITE, Mode.ONCE);
        kernel.answers.add(0xC0000008);
        var e = assertThrows(IOException.class, this::poll);
        assertEquals(
                "NtCancelIoFileEx failed for socket 1: STATUS_INVALID_HANDLE (0xC0000008).",
                e.getMessage());
    }

    @Test
    void what_is_no_socket_is_refused_when_it_is_armed() {
        var watch = watch(77, 0);
        assertThrows(IOException.class, () -> watch.arm(Interest.READ, Mode.ONCE));
        assertThrows(IllegalArgumentException.class, () -> watch.arm(Interest.READ, Mode.KEEP));
    }

    @Test
    void a_report_under_way_does_not_answer_a_later_arming() throws IOException {
        var watches = new Watch[2];
        for (int i = 0; i < 2; i++) {
            int other = 1 - i;
            int socket = kernel.socket(i + 1);
            watches[i] =
                    loop.watch(
                            socket,
                            0,
                            _ -> {
                                heard.add("" + socket);
                                arm(watches[other]);
                            });
            watches[i].arm(Interest.WRITE, Mode.ONCE);
        }
        poll();
        kernel.ready(2, AfdEvents.SEND);
        kernel.ready(1, AfdEvents.SEND);
        poll();
        poll();
        assertHeard("2");
        assertTrue((kernel.pollOf(1).events & AfdEvents.RECEIVE) != 0);
    }

    private static void arm(Watch watch) {
        try {
            watch.arm(Interest.READ, Mode.ONCE);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_listener_that_throws_leaves_the_reports_of_others_for_the_next_poll()
            throws IOException {
        for (int socket = 1; socket <= 2; socket++) {
            String name = "" + socket;
            loop.watch(
                            kernel.socket(socket),
                            0,
                            _ -> {
                                heard.add(name);
                                throw new IllegalStateException("on purpose");
                            })
                    .arm(Interest.READ, Mode.ONCE);
        }
        poll();
        kernel.ready(1, AfdEvents.RECEIVE);
        kernel.ready(2, AfdEvents.RECEIVE);
        assertThrows(IllegalStateException.class, () -> loop.poll(Long.MAX_VALUE));
        assertThrows(IllegalStateException.class, () -> loop.poll(Long.MAX_VALUE));
        assertEquals(0, kernel.lastWait, "slept over a report");
        assertHeard("1", "2");
    }

    @Test
    void sockets_are_spread_over_handles_and_empty_handles_are_closed() throws IOException {
        var watches = new ArrayList<Watch>();
        for (int socket = 1; socket <= 3 * PollHandles.SOCKETS_EACH; socket++) {
            watches.add(armed(socket, Interest.READ));
        }
        poll();
        assertEquals(3, kernel.handles.size());
        for (long handle : kernel.handles) {
            assertEquals(
                    PollHandles.SOCKETS_EACH,
                    kernel.underWay.values().stream().filter(p -> p.handle == handle).count());
        }
        watches.forEach(Watch::cancel);
        assertEquals(3, kernel.handles.size(), "a handle was closed under its polls");
        kernel.endCancelled();
        poll();
        assertEquals(1, kernel.handles.size());
        armed(900, Interest.READ);
        poll();
        assertEquals(1, kernel.handles.size());
    }

    @Test
    void close_waits_for_the_packets_of_all_polls() throws IOException {
        armed(1, Interest.READ);
        armed(2, Interest.READ).cancel();
        armed(3, Interest.READ);
        poll();
        var looks = new int[1];
        kernel.during =
                () -> {
                    if (++looks[0] == 3) {
                        kernel.endCancelled(); // late
                    }
                };
        loop.close();
        loop.close();
        assertTrue(kernel.closed && kernel.closedIdle);
        assertTrue(looks[0] >= 3);
        loop.wakeup();
        assertHeard();
    }

    @Test
    void close_leaves_the_memory_to_a_system_that_does_not_answer() throws IOException {
        armed(1, Interest.READ);
        poll();
        kernel.during =
                () -> {
                    if (!kernel.log.contains("giving up")) {
                        kernel.log.add("giving up");
                    }
                };
        loop.close();
        assertTrue(kernel.closed);
        assertFalse(kernel.closedIdle, "gave memory back to which the system still writes");
    }
}
