package io.anyloop.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.kernel.Engine;
import io.anyloop.kernel.ParkingLoop;
import io.anyloop.spi.Capability;
import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How often a loop that keeps no registrations is asked to watch, between a report and the turn of whom it woke.
class RearmingTest {
    private static final int DESCRIPTOR = 5;
    private static final int LIFE = 7;

    private int armings;
    private Interest latest;
    private Readiness readiness;

    @Test
    @Timeout(30)
    void who_has_been_told_is_not_watched_for_until_he_waits_again() {
        try (Hub hub = Hub.on(countingLoop())) {
            hub.call(() -> {
                DescriptorTable table = ((DescriptorTable) Engine.of(hub).registrations());
                DescriptorWaits waits = table.at(DESCRIPTOR);
                Greenlet<Boolean> reader =
                        Greenlet.spawn(() ->
                                waits.awaitForJdk(Interest.READ, 0, LIFE)
                                        && waits.awaitForJdk(Interest.READ, 0, LIFE));
                Greenlet<Boolean> writer =
                        Greenlet.spawn(() -> waits.awaitForJdk(Interest.WRITE, 0, LIFE));
                Greenlet.yield();
                table.settle();
                assertEquals(1, armings);
                assertEquals(Interest.READ_AND_WRITE, latest);

                readiness.ready(Readiness.READ);
                table.settle();
                assertEquals(2, armings, "for the writer, who has not been told");
                assertEquals(Interest.WRITE, latest);
                readiness.ready(Readiness.WRITE);
                table.settle();
                assertEquals(2, armings, "both have been told, and none has run");

                assertTrue(writer.get());
                table.settle();
                assertEquals(3, armings, "the reader waits again");
                assertEquals(Interest.READ, latest);
                readiness.ready(Readiness.READ);
                assertTrue(reader.get());
                return null;
            });
        }
    }

    private DrivenLoop countingLoop() {
        DrivenLoop parking = new ParkingLoop();
        return (DrivenLoop)
                Proxy.newProxyInstance(
                        DrivenLoop.class.getClassLoader(),
                        new Class<?>[] {DrivenLoop.class},
                        (proxy, method, args) ->
                                switch (method.getName()) {
                                    case "capabilities" -> Set.of(Capability.DESCRIPTORS);
                                    case "watch" -> watch((Readiness) args[2]);
                                    default -> call(parking, method, args);
                                });
    }

    private static Object call(Object target, Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Watch watch(Readiness told) {
        readiness = told;
        return new Watch() {
            @Override
            public void arm(Interest interest, Mode mode) {
                armings++;
                latest = interest;
            }

            @Override
            public void cancel() {
                // Nothing was registered.
            }
        };
    }
}
