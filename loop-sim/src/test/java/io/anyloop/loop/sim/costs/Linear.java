package io.anyloop.loop.sim.costs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;

/// What grows with the square of a number: the count has to see it. Called by reflection.
public final class Linear {
    private Linear() {}

    public static IntConsumer loop() {
        return count -> {
            int sum = 0;
            for (int i = 0; i < count; i++) {
                for (int j = 0; j < i; j++) {
                    sum += j;
                }
            }
            Integer.toString(sum);
        };
    }

    public static IntConsumer search() {
        return count -> {
            List<Integer> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(i);
            }
            for (int i = count - 1; i >= 0; i--) {
                all.remove((Object) i);
            }
        };
    }

    public static IntConsumer copy() {
        return count -> {
            List<Integer> all = new CopyOnWriteArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(i);
            }
        };
    }
}
