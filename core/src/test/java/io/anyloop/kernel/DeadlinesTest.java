package io.anyloop.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private static final int OPERATIONS = 20_000;

    private final Deadlines deadlines = new Deadlines();
    private final List<Noted> told = new ArrayList<>();

    /// A deadline that notes that it was told.
    private class Noted extends Deadline {
        @Override
        protected void due() {
            told.add(this);
        }
    }

    /// A place in the model: times first, then the order of starting.
    private record Place(long at, long order) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    @RepeatedTest(20)
    void it_behaves_as_a_sorted_map_does(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var model = new TreeMap<Place, Noted>();
        long now = 0;
        for (int i = 0; i < OPERATIONS; i++) {
            switch (random.nextInt(4)) {
                case 0, 1 -> start(model, now + random.nextInt(500), i);
                case 2 -> cancelOne(model, random);
                default -> {
                    now += random.nextInt(4);
                    tell(model, now);
                }
            }
            assertEquals(model.size(), deadlines.size());
            long next = model.isEmpty() ? Long.MAX_VALUE : model.firstKey().at();
            assertEquals(next, deadlines.next());
        }
        tell(model, Long.MAX_VALUE);
        assertEquals(0, deadlines.size());
    }

    private void start(TreeMap<Place, Noted> model, long at, long order) {
        var deadline = new Noted();
        deadlines.start(deadline, at);
        assertTrue(deadline.isPending());
        model.put(new Place(at, order), deadline);
    }

    private void cancelOne(TreeMap<Place, Noted> model, Random random) {
        if (model.isEmpty()) {
            return;
        }
        long at = model.firstKey().at() + random.nextInt(600);
        var place = model.floorKey(new Place(at, Long.MAX_VALUE));
        var deadline = model.remove(place);
        deadlines.cancel(deadline);
        assertFalse(deadline.isPending());
        deadlines.cancel(deadline);
    }

    private void tell(TreeMap<Place, Noted> model, long now) {
        var due = model.headMap(new Place(now, Long.MAX_VALUE), true);
        var expected = List.copyOf(due.values());
        due.clear();
        told.clear();
        deadlines.tell(now);
        assertEquals(expected, told);
        assertTrue(told.stream().noneMatch(Deadline::isPending));
    }

    @Test
    void those_of_one_time_are_told_in_the_order_in_which_they_were_started() {
        var all = new ArrayList<Noted>();
        for (int i = 0; i < 1_000; i++) {
            all.add(new Noted());
            deadlines.start(all.get(i), 7);
        }
        deadlines.tell(7);
        assertEquals(all, told);
    }

    @Test
    void one_that_is_started_while_others_are_told_waits_for_the_next_round() {
        var chained =
                new Noted() {
                    @Override
                    protected void due() {
                        super.due();
                        deadlines.start(this, 0);
                    }
                };
        deadlines.start(chained, 0);
        deadlines.tell(1);
        assertEquals(List.of(chained), told);
        deadlines.tell(1);
        assertEquals(List.of(chained, chained), told);
    }

    @Test
    void one_that_is_cancelled_while_others_are_told_is_not_told() {
        var later = new Noted();
        var first =
                new Noted() {
                    @Override
                    protected void due() {
                        deadlines.cancel(later);
                    }
                };
        deadlines.start(first, 1);
        deadlines.start(later, 2);
        deadlines.tell(2);
        assertEquals(List.of(), told);
        assertEquals(0, deadlines.size());
    }

    @Test
    void clear_takes_out_all_and_tells_those_that_outlive_the_hub_afterwards() {
        var left = new ArrayList<Long>();
        for (int i = 0; i < 200; i++) {
            deadlines.start(
                    new Noted() {
                        @Override
                        protected void outlive(long nanos) {
                            assertFalse(isPending());
                            left.add(nanos);
                        }
                    },
                    200 - i);
        }
        var tell = deadlines.clear(50);
        assertEquals(0, deadlines.size());
        assertEquals(Long.MAX_VALUE, deadlines.next());
        assertEquals(List.of(), left);
        tell.run();
        left.sort(null);
        assertEquals(200, left.size());
        assertEquals(0, left.getFirst(), "overdue");
        assertEquals(150, left.getLast());
        assertEquals(List.of(), told);
    }
}
