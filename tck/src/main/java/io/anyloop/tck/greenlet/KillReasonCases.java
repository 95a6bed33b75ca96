package io.anyloop.tck.greenlet;

import static io.anyloop.tck.fixture.Talk.ANYWHERE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Greenlets;
import io.anyloop.Timeout;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.function.Outcome;
import io.anyloop.group.Group;
import io.anyloop.group.Pool;
import io.anyloop.server.StreamServer;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Talk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Whoever ends several greenlets says why, too.
public abstract class KillReasonCases extends Cases {
    private static final String BY = "killed by keeper";
    private static final String WITH_REASON = "killed by keeper: too slow";

    private void asKeeper(HubCase.Body body) throws Exception {
        inHub(hub -> {
            Greenlet.current().name("keeper");
            body.run(hub);
        });
    }

    private static String exitOf(Greenlet<?> ended) {
        return assertInstanceOf(Outcome.Killed.class, ended.outcome()).exit().getMessage();
    }

    private static List<String> exitsOf(Consumer<Group> killer) {
        var group = new Group();
        List<Greenlet<?>> members = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            members.add(group.spawn(() -> Greenlet.sleep(HubCase.FAR)));
        }
        Greenlet.yield();
        killer.accept(group);
        Greenlets.joinAll(members);
        return members.stream().map(KillReasonCases::exitOf).toList();
    }

    @Test
    void k28_a_group_tells_each_member_by_whom_and_why_it_was_killed() throws Exception {
        asKeeper(hub -> {
            var plain = List.of(BY, BY);
            var reasoned = List.of(WITH_REASON, WITH_REASON);
            assertEquals(plain, exitsOf(group -> group.kill()));
            assertEquals(plain, exitsOf(group -> group.kill(HubCase.FAR)));
            assertEquals(plain, exitsOf(group -> group.killNoWait()));
            assertEquals(reasoned, exitsOf(group -> group.kill("too slow")));
            assertEquals(reasoned, exitsOf(group -> group.kill("too slow", HubCase.FAR)));
            assertEquals(reasoned, exitsOf(group -> group.killNoWait("too slow")));
            var e = assertThrows(NullPointerException.class, () -> new Group().kill((String) null));
            assertTrue(e.getMessage().contains("kill()"), e.getMessage());
        });
    }

    private static List<String> exitsOfEach(BiConsumer<Group, Greenlet<?>> killer) {
        return exitsOf(group -> group.forEach(member -> killer.accept(group, member)));
    }

    @Test
    void k28_one_member_is_told_too() throws Exception {
        asKeeper(hub -> {
            var plain = List.of(BY, BY);
            var reasoned = List.of(WITH_REASON, WITH_REASON);
            assertEquals(plain, exitsOfEach((group, one) -> group.killOne(one)));
            assertEquals(plain, exitsOfEach((group, one) -> group.killOne(one, HubCase.FAR)));
            assertEquals(plain, exitsOfEach((group, one) -> group.killOneNoWait(one)));
            assertEquals(reasoned, exitsOfEach((group, one) -> group.killOne(one, "too slow")));
            assertEquals(
                    reasoned,
                    exitsOfEach((group, one) -> group.killOne(one, "too slow", HubCase.FAR)));
            assertEquals(
                    reasoned, exitsOfEach((group, one) -> group.killOneNoWait(one, "too slow")));
        });
    }

    @Test
    void k28_members_that_come_while_all_are_killed_are_told() throws Exception {
        asKeeper(hub -> {
            var pool = new Pool(2);
            var late = new ArrayList<Greenlet<?>>();
            pool.spawn(() -> {
                try {
                    Greenlet.sleep(HubCase.FAR);
                } finally {
                    late.add(pool.spawn(() -> Greenlet.sleep(HubCase.FAR)));
                }
            });
            Greenlet.yield();
            pool.kill("too slow");
            assertEquals(WITH_REASON, exitOf(late.get(0)));
        });
    }

    @Test
    void k28_who_is_in_a_list_is_told() throws Exception {
        asKeeper(hub -> {
            var reasoned = List.of(WITH_REASON, WITH_REASON);
            assertEquals(reasoned, exitsOf(group -> Greenlets.killAll(copy(group), "too slow")));
            assertEquals(
                    reasoned, exitsOf(group -> Greenlets.killAllNoWait(copy(group), "too slow")));
            var one = Greenlet.spawn(() -> Greenlet.sleep(HubCase.FAR));
            Greenlet.yield();
            Greenlets.killAll(List.of(one), "too slow", HubCase.FAR);
            assertEquals(WITH_REASON, exitOf(one));
        });
    }

    private static List<Greenlet<?>> copy(Group group) {
        List<Greenlet<?>> members = new ArrayList<>();
        group.forEach(members::add);
        return members;
    }

    @Test
    void k28_a_block_that_is_cut_off_tells_its_members() throws Exception {
        asKeeper(hub -> {
            var member = new Greenlet<?>[1];
            var limit = Timeout.of(hub.unit());
            assertThrows(
                    Timeout.class,
                    () ->
                            limit.run(() -> {
                                try (var group = new Group()) {
                                    member[0] = group.spawn(() -> Greenlet.sleep(HubCase.FAR));
                                }
                            }));
            assertEquals("killed by keeper: the close of its group was cut off", exitOf(member[0]));
        });
    }

    @Test
    void k28_what_an_executor_still_runs_at_its_end_is_told() throws Exception {
        asKeeper(hub -> {
            var executor = hub.hub().executor();
            var runs = new Greenlet<?>[1];
            executor.execute(() -> {
                runs[0] = Greenlet.current();
                Greenlet.sleep(HubCase.FAR);
            });
            Greenlet.yield();
            executor.shutdownNow();
            runs[0].join();
            assertEquals("killed by keeper: its executor was shut down", exitOf(runs[0]));
        });
    }

    @Test
    void k28_clients_of_a_server_that_is_stopped_are_told() throws Exception {
        asKeeper(hub -> {
            assertEquals(
                    "its server was stopped by keeper",
                    clientsExit(server -> server.stop(hub.unit())));
            assertEquals(
                    "its server was stopped by keeper: a new version",
                    clientsExit(server -> server.stop("a new version", hub.unit())));
        });
    }

    private static String clientsExit(Consumer<StreamServer> stop) throws Exception {
        List<String> told = new ArrayList<>();
        var server =
                StreamServer.on(
                                ANYWHERE,
                                socket -> {
                                    Talk.say(socket, "!");
                                    try {
                                        Greenlet.sleep(HubCase.ENDLESS);
                                    } catch (GreenletExit e) {
                                        told.add(e.getMessage());
                                        throw e;
                                    }
                                })
                        .limit(3)
                        .start();
        try (var client = Talk.connect(server)) {
            Talk.hear(client, 1);
            stop.accept(server);
        }
        assertEquals(1, told.size());
        return told.get(0);
    }
}
