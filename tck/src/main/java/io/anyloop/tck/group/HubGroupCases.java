package io.anyloop.tck.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.HubBuilder;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.group.HubGroup;
import io.anyloop.spi.HostedLoop;
import io.anyloop.spi.Loop;
import io.anyloop.tck.fixture.CasesOnGroups;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Stacks;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Several hubs that work as one.
public abstract class HubGroupCases extends CasesOnGroups {

    @Test
    void h30_its_hubs_are_independent() throws Exception {
        onGroup((hub, group) -> {
            assertEquals(HUBS, group.hubs().size());
            var all = new CountDownLatch(HUBS);
            var together =
                    group.callEach(on -> {
                        all.countDown();
                        await(all); // Over only if all are here at the same time.
                        return Hub.current() == on;
                    });
            assertEquals(List.of(true, true, true), together);
            assertThrows(UnsupportedOperationException.class, () -> group.hubs().remove(0));
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void h30_spawning_deals_out_in_turn() throws Exception {
        onGroup((hub, group) -> {
            List<Hub> dealt = new ArrayList<>();
            for (int i = 0; i < 2 * HUBS; i++) {
                dealt.add(group.spawn(() -> Hub.current()).get());
            }
            List<Hub> twice = new ArrayList<>(group.hubs());
            twice.addAll(group.hubs());
            assertEquals(twice, dealt);
            var ran = new AtomicBoolean();
            group.spawn(() -> ran.set(true)).join();
            assertTrue(ran.get());
        });
    }

    @Test
    void h30_threads_and_tasks_of_libraries_are_dealt_out_in_turn() throws Exception {
        onGroup((hub, group) -> {
            List<Hub> dealt = new ArrayList<>();
            ThreadFactory factory = group.threadFactory();
            ExecutorService executor = group.executor();
            for (int i = 0; i < HUBS; i++) {
                Thread thread = factory.newThread(() -> dealt.add(Hub.current()));
                thread.start();
                thread.join();
                dealt.add(executor.submit(() -> Hub.current()).get());
            }
            assertEquals(2 * HUBS, dealt.size());
            assertEquals(Set.copyOf(group.hubs()), Set.copyOf(dealt));
            executor.close();
            assertThrows(RejectedExecutionException.class, () -> executor.submit(() -> 1));

            ExecutorService later = group.executor();
            group.close();
            assertThrows(RejectedExecutionException.class, () -> later.submit(() -> 1));
            assertThrows(HubClosedException.class, () -> factory.newThread(() -> {}));
        });
    }

    @Test
    void h30_a_key_has_one_hub_and_many_keys_have_all() throws Exception {
        onGroup((hub, group) -> {
            Set<Hub> used = ConcurrentHashMap.newKeySet();
            for (int i = 0; i < 100; i++) {
                String key = "key " + i;
                Hub own = group.of(key);
                assertSame(own, group.spawn("key " + i, () -> Hub.current()).get());
                assertSame(own, group.of(key));
                used.add(own);
            }
            assertEquals(HUBS, used.size());
            assertSame(group.of(-7), group.of(-7));
        });
    }

    @Test
    void h30_a_call_on_each_waits_for_all_and_throws_the_first_failure() throws Exception {
        onGroup((hub, group) -> {
            var ended = new AtomicInteger();
            var failures =
                    List.of(new IllegalStateException("one"), new IllegalStateException("two"));
            var thrown =
                    assertThrows(
                            IllegalStateException.class,
                            () ->
                                    group.callEach(on -> {
                                        int number = group.hubs().indexOf(on);
                                        ended.incrementAndGet();
                                        if (number > 0) {
                                            throw failures.get(number - 1);
                                        }
                                        return number;
                                    }));
            assertEquals(HUBS, ended.get());
            assertSame(failures.get(0), thrown);
            assertEquals(List.of(failures.get(1)), List.of(thrown.getSuppressed()));
            var indexes = group.callEach(on -> group.hubs().indexOf(on));
            assertEquals(List.of(0, 1, 2), indexes);
            hub.onLoop(() ->
                    assertThrows(BlockingInLoopException.class, () -> group.callEach(on -> 1)));
        });
    }

    @Test
    void h30_values_are_handed_from_hub_to_hub() throws Exception {
        onGroup((hub, group) -> {
            var queue = new LinkedBlockingQueue<Integer>();
            var sum =
                    group.hubs()
                            .get(0)
                            .spawn(() -> {
                                int total = 0;
                                for (int i = 0; i < 1_000; i++) {
                                    total += queue.take();
                                }
                                return total;
                            });
            var senders = new ArrayList<Greenlet<Void>>();
            for (Hub other : group.hubs().subList(1, HUBS)) {
                senders.add(other.spawn(() -> IntStream.range(0, 500).forEach(queue::add)));
            }
            assertEquals(
                    2 * IntStream.range(0, 500).sum(),
                    group.hubs().get(1).spawn(() -> sum.get()).get());
            senders.forEach(Greenlet::join);
        });
    }

    @Test
    void h30_a_hub_that_is_closed_is_passed_over_but_its_keys_are_refused() throws Exception {
        onGroup((hub, group) -> {
            Hub closed = group.hubs().get(1);
            closed.close();
            for (int i = 0; i < 2 * HUBS; i++) {
                assertFalse(group.next().isClosed());
            }
            Integer key =
                    IntStream.range(0, 100)
                            .boxed()
                            .filter(i -> group.of(i) == closed)
                            .findFirst()
                            .orElseThrow();
            assertThrows(HubClosedException.class, () -> group.spawn(key, () -> {}));
            assertThrows(HubClosedException.class, () -> group.callEach(on -> 1));
        });
    }

    @Test
    void h30_closing_ends_all_hubs_and_their_greenlets() throws Exception {
        onGroup((hub, group) -> {
            var cleaned = new AtomicInteger();
            var begun = new CountDownLatch(HUBS);
            for (Hub each : group.hubs()) {
                each.spawn(() -> {
                    try {
                        begun.countDown();
                        Greenlet.sleep(HubCase.ENDLESS);
                    } finally {
                        cleaned.incrementAndGet();
                    }
                });
            }
            begun.await();
            assertThrows(
                    IllegalStateException.class,
                    () -> group.hubs().get(0).call(() -> group.close()));
            assertTrue(group.hubs().stream().noneMatch(Hub::isClosed));
            hub.hub().call(() -> group.close());
            assertEquals(HUBS, cleaned.get());
            assertTrue(group.hubs().stream().allMatch(Hub::isClosed));
            group.close();
            assertThrows(HubClosedException.class, () -> group.spawn(() -> {}));
        });
    }

    @Test
    void h30_a_hub_that_cannot_be_opened_closes_those_before_it() throws Exception {
        besideHub(hub -> {
            List<Loop> opened = new ArrayList<>();
            var failure = new IllegalStateException("expected");
            var thrown =
                    assertThrows(
                            IllegalStateException.class,
                            () -> HubGroup.open(HUBS, number -> failing(number, opened, failure)));
            assertSame(failure, thrown);
            assertEquals(2, opened.size());
            for (Loop loop : opened) {
                if (loop instanceof HostedLoop) {
                    assertThrows(IllegalStateException.class, () -> Hub.on(loop), "not closed");
                }
            }
            hub.eventually("their threads go on", () -> !Stacks.all().contains("\"closed again\""));
            putAway(opened);
            assertThrows(IllegalArgumentException.class, () -> HubGroup.open(0));
        });
    }

    private HubBuilder failing(int number, List<Loop> opened, RuntimeException failure) {
        if (number == 2) {
            throw failure;
        }
        return options(opened).name("closed again");
    }
}
