package io.anyloop.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.HubBuilder;
import io.anyloop.kernel.ParkingLoop;
import io.anyloop.server.StreamServer;
import io.anyloop.spi.DrivenLoop;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What happens between two hubs of a group when one has been told to stop and the other has not.
class GroupStopTest {
    /// So many that the system's hash gives each hub some.
    private static final int CLIENTS = 60;

    private final AtomicInteger servedElsewhere = new AtomicInteger();
    private final Semaphore inside = new Semaphore(0);
    private final Semaphore left = new Semaphore(0);
    private volatile Thread stopping;
    private volatile Thread sleeper;

    @Test
    @Timeout(30)
    void a_slot_that_comes_free_is_not_taken_on_a_hub_that_has_yet_to_stop() throws Exception {
        try (var group = HubGroup.open(2, this::options)) {
            var first = group.hubs().get(0);
            var server =
                    StreamServer.on(
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                    socket -> serve(first))
                            .group(group)
                            .limit(1)
                            .start();
            var clients = connect(server);
            inside.acquire();
            clients.addAll(connect(server));
            int before = servedElsewhere.get();
            awaitSleep();
            stopping = Thread.currentThread();
            server.stop(Duration.ZERO);
            assertNull(stopping, "this thread was not held up");
            assertEquals(before, servedElsewhere.get());
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    /// Until the first hub has nothing to do, and has to be woken.
    private void awaitSleep() throws InterruptedException {
        while (!isParked(sleeper)) {
            Thread.sleep(1);
        }
    }

    private static boolean isParked(Thread thread) {
        return thread != null
                && (thread.getState() == Thread.State.WAITING
                        || thread.getState() == Thread.State.TIMED_WAITING);
    }

    private static List<Socket> connect(StreamServer server) throws IOException {
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
        }
        return clients;
    }

    /// Stays on the first hub, and keeps the only slot.
    private void serve(Hub first) {
        if (Hub.current() != first) {
            servedElsewhere.incrementAndGet();
            return;
        }
        try {
            inside.release();
            Greenlet.sleep(Duration.ofDays(1));
        } finally {
            left.release();
        }
    }

    private HubBuilder options(int number) {
        return Hub.builder()
                .loop(number == 0 ? loopThatHoldsUp() : new ParkingLoop())
                .closedWorld(false);
    }

    private DrivenLoop loopThatHoldsUp() {
        var loop = new ParkingLoop();
        return (DrivenLoop)
                Proxy.newProxyInstance(
                        DrivenLoop.class.getClassLoader(),
                        new Class<?>[] {DrivenLoop.class},
                        (proxy, method, arguments) -> call(loop, method, arguments));
    }

    private Object call(DrivenLoop loop, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("poll")) {
            sleeper = Thread.currentThread();
        }
        try {
            return method.invoke(loop, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            if (method.getName().equals("wakeup") && Thread.currentThread() == stopping) {
                stopping = null;
                holdUp();
            }
        }
    }

    /// Until the slot is free, and the other hub has had time to take it.
    private void holdUp() throws InterruptedException {
        left.tryAcquire(10, TimeUnit.SECONDS);
        Thread.sleep(200);
    }
}
