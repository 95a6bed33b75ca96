package io.anyloop.tck.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.exceptions.NoHubException;
import io.anyloop.group.Group;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Stubborn;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A group that tracks greenlets.
public abstract class GroupCases extends Cases {

    private static void forget(HubCase hub) {
        Greenlet.sleep(hub.unit());
    }

    @Test
    void p01_a_group_knows_its_members_and_forgets_them_at_their_end() throws Exception {
        inHub(hub -> {
            var group = new Group();
            assertTrue(group.isEmpty());
            var one = group.spawn(() -> forget(hub));
            var two = Greenlet.spawn(() -> Greenlet.sleep(HubCase.FAR));
            assertTrue(group.add(two));
            assertFalse(group.add(two), "twice");
            var three = hub.hub().unstarted(() -> Greenlet.spawn(() -> forget(hub)).get());
            group.start(three);
            List<Greenlet<?>> members = new ArrayList<>();
            group.forEach(members::add);
            assertEquals(List.of(one, two, three), members);
            assertTrue(group.contains(one));
            one.join();
            three.join();
            assertFalse(group.contains(one));
            assertEquals(1, group.size());
            two.kill();
            assertTrue(group.isEmpty());
            assertEquals("Group[0 greenlets]", group.toString());
        });
    }

    @Test
    void p01_one_that_is_discarded_goes_on() throws Exception {
        inHub(hub -> {
            var group = new Group();
            var one = group.spawn(() -> forget(hub));
            Greenlet.yield();
            assertTrue(group.discard(one));
            assertFalse(group.discard(one));
            assertEquals(0, one.linkCount());
            long begin = hub.now();
            group.join();
            hub.assertTook(Duration.ZERO, begin);
            assertTrue(group.add(one), "it may come back");
            group.join();
            assertTrue(one.hasEnded());
        });
    }

    @Test
    void p02_join_waits_until_there_are_none() throws Exception {
        inHub(hub -> {
            var group = new Group();
            assertTrue(group.join(Duration.ZERO));
            group.spawn(() -> group.spawn(() -> Greenlet.sleep(hub.units(10))));
            long begin = hub.now();
            assertFalse(group.join(hub.unit()));
            hub.assertTook(hub.unit(), begin);
            group.join();
            hub.assertTook(hub.units(10), begin);
            assertTrue(group.isEmpty());
        });
    }

    @Test
    void p02_several_may_join_and_one_who_is_killed_is_forgotten() throws Exception {
        inHub(hub -> {
            var group = new Group();
            group.spawn(() -> Greenlet.sleep(hub.units(3)));
            var joiners =
                    List.of(
                            Greenlet.spawn(() -> group.join()),
                            Greenlet.spawn(() -> group.join()),
                            Greenlet.spawn(() -> group.join()));
            Greenlet.yield();
            joiners.get(1).kill();
            joiners.forEach(Greenlet::join);
            assertTrue(group.isEmpty());
            assertFalse(joiners.get(0).outcome().equals(joiners.get(1).outcome()));
        });
    }

    @Test
    void p02_a_plain_thread_can_spawn_and_join() throws Exception {
        besideHub(hub -> {
            assertThrows(NoHubException.class, () -> new Group().spawn(() -> 1));
            var group = new Group(hub.hub());
            var one = group.spawn(() -> forget(hub));
            group.join();
            assertTrue(one.hasEnded());
            group.spawn(() -> Greenlet.sleep(HubCase.ENDLESS));
            group.kill();
            assertTrue(group.isEmpty());
        });
    }

    @Test
    void p03_join_raising_throws_the_first_failure_in_time() throws Exception {
        inHub(hub -> {
            var group = new Group();
            var first = new IOException("first");
            var second = new IOException("second");
            group.spawn(failing(hub, 4, second));
            group.spawn(failing(hub, 1, first));
            assertSame(first, assertThrows(IOException.class, () -> group.joinRaising()));
            assertTrue(group.isEmpty(), "it waits for all");
            assertSame(first, hub.takeReport());
            assertSame(second, hub.takeReport());
            group.joinRaising();
            group.spawn(() -> forget(hub));
            assertTrue(group.joinRaising(HubCase.FAR));
        });
    }

    private static io.anyloop.function.Body<Object, Exception> failing(
            HubCase hub, int units, Exception failure) {
        return () -> {
            Greenlet.sleep(hub.units(units));
            throw failure;
        };
    }

    @Test
    void p04_kill_ends_all_and_leaves_none() throws Exception {
        inHub(hub -> {
            var group = new Group();
            List<String> log = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                group.spawn(() -> Greenlet.sleep(HubCase.FAR));
            }
            Greenlet.yield();
            group.spawn(() -> log.add("ran"));
            long begin = hub.now();
            group.kill();
            hub.assertTook(Duration.ZERO, begin);
            assertTrue(group.isEmpty());
            assertEquals(List.of(), log);
            group.kill();
        });
    }

    @Test
    void p04_kill_ends_those_too_that_come_meanwhile() throws Exception {
        inHub(hub -> {
            var group = new Group();
            List<String> log = new ArrayList<>();
            group.spawn(() -> {
                try {
                    Greenlet.sleep(HubCase.FAR);
                } finally {
                    group.spawn(() -> log.add("ran"));
                    Greenlet.sleep(hub.unit());
                    group.spawn(() -> log.add("ran"));
                }
            });
            Greenlet.yield();
            long begin = hub.now();
            group.kill();
            hub.assertTook(hub.unit(), begin);
            assertTrue(group.isEmpty());
            assertEquals(List.of(), log);
            group.spawn(() -> log.add("ran")).join();
            assertEquals(List.of("ran"), log, "the group is dead");
        });
    }

    @Test
    void p04_a_member_that_kills_its_group_comes_last() throws Exception {
        inHub(hub -> {
            var group = new Group();
            var other = group.spawn(() -> Greenlet.sleep(HubCase.FAR));
            List<String> log = new ArrayList<>();
            group.spawn(() -> {
                try {
                    group.kill();
                } finally {
                    log.add("finally");
                    group.kill();
                    log.add("did not wait for itself");
                }
            });
            group.join();
            assertTrue(other.hasEnded());
            assertEquals(List.of("finally", "did not wait for itself"), log);
        });
    }

    @Test
    void p05_without_waiting_they_are_there_until_the_caller_gives_way() throws Exception {
        inHub(hub -> {
            var group = new Group();
            group.spawn(() -> Greenlet.sleep(HubCase.FAR));
            group.spawn(() -> Greenlet.sleep(HubCase.FAR));
            Greenlet.yield();
            group.killNoWait();
            assertEquals(2, group.size());
            hub.settle();
            assertEquals(0, group.size());
        });
    }

    @Test
    void p06_kill_for_a_time_returns_and_survivors_are_members() throws Exception {
        inHub(hub -> {
            var group = new Group();
            var stubborn = Stubborn.spawn();
            group.add(stubborn.greenlet());
            group.spawn(() -> Greenlet.sleep(HubCase.FAR));
            Greenlet.yield();
            long begin = hub.now();
            group.kill(hub.unit());
            hub.assertTook(hub.unit(), begin);
            assertEquals(1, group.size());
            assertTrue(group.contains(stubborn.greenlet()));
            group.discard(stubborn.greenlet());
            stubborn.end();
        });
    }

    @Test
    void k18_at_each_member_something_is_thrown_only_once() throws Exception {
        inHub(hub -> {
            var group = new Group();
            var stubborn = Stubborn.spawn();
            group.add(stubborn.greenlet());
            Greenlet.yield();
            group.kill(hub.unit());
            group.kill(hub.unit());
            group.killNoWait(() -> new GreenletExit("again"));
            group.killOne(stubborn.greenlet(), hub.unit());
            hub.settle();
            assertEquals(1, stubborn.kills());
            stubborn.end();
            group.join();
        });
    }

    @Test
    void p07_kill_one_is_for_members_and_once() throws Exception {
        inHub(hub -> {
            var group = new Group();
            var stranger = Stubborn.spawn();
            Greenlet.yield();
            assertFalse(group.killOne(stranger.greenlet()));
            hub.settle();
            assertEquals(0, stranger.kills());
            group.add(stranger.greenlet());
            assertTrue(group.killOneNoWait(stranger.greenlet()));
            hub.settle();
            assertFalse(group.killOne(stranger.greenlet(), hub.unit()));
            assertEquals(1, stranger.kills());
            stranger.end();
            var one = group.spawn(() -> Greenlet.sleep(HubCase.FAR));
            var two = group.spawn(() -> Greenlet.sleep(HubCase.FAR));
            Greenlet.yield();
            assertTrue(group.killOne(one));
            assertTrue(one.hasEnded());
            assertFalse(two.hasEnded());
            group.kill();
        });
    }

    @Test
    void p02_a_block_joins_at_its_end() throws Exception {
        inHub(hub -> {
            long begin = hub.now();
            try (var group = new Group()) {
                group.spawn(() -> Greenlet.sleep(hub.units(2)));
            }
            hub.assertTook(hub.units(2), begin);
        });
    }

    @Test
    void p02_a_block_that_is_cut_off_while_it_joins_leaves_nobody() throws Exception {
        inHub(hub -> {
            var group = new Group();
            var timeout = Timeout.of(hub.unit());
            assertSame(
                    timeout,
                    assertThrows(
                            Timeout.class,
                            () ->
                                    timeout.run(() -> {
                                        try (group) {
                                            group.spawn(() -> Greenlet.sleep(HubCase.FAR));
                                        }
                                    })));
            assertTrue(group.isEmpty());
        });
    }
}
