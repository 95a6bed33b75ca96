package io.anyloop.integration.serving;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.Timeout;
import io.anyloop.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// What each handler does: it reads a number in two parts, of which the second comes late, and answers with it in two parts. The path
/// says how it is cut off meanwhile, if it is: `/number/how/microseconds`.
final class Work implements Handling {
    /// Digits of a number.
    static final int DIGITS = 16;

    /// The answer of who gave up in order.
    static final String LATE = "late............";

    /// Which of its ways cuts off a handler.
    enum How {
        /// Nothing does.
        PLAIN,
        /// A limit around reading, after which the handler answers all the same.
        LATE,
        /// A limit around all of it, whose Timeout comes out of the handler.
        TIMEOUT,
        /// The greenlet is killed.
        KILL,
    }

    final AtomicInteger onHub = new AtomicInteger();
    final AtomicInteger elsewhere = new AtomicInteger();
    private final Hub hub;
    private final boolean ownGreenlet;

    /// @param ownGreenlet whether what may be cut off has a greenlet of its own
    Work(Hub hub, boolean ownGreenlet) {
        this.hub = hub;
        this.ownGreenlet = ownGreenlet;
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        (isHere() ? onHub : elsewhere).incrementAndGet();
        String[] path = exchange.path().split("/");
        How how = How.valueOf(path[2]);
        Duration limit = Duration.of(Long.parseLong(path[3]), ChronoUnit.MICROS);
        if (how == How.PLAIN) {
            answer(exchange, read(exchange));
        } else if (ownGreenlet) {
            inGreenlet(exchange, how, limit);
        } else {
            cutOff(exchange, how, limit);
        }
    }

    private boolean isHere() {
        try {
            return Thread.currentThread().isVirtual() && Hub.current() == hub;
        } catch (io.anyloop.exceptions.NoHubException e) {
            return false;
        }
    }

    /// For threads of an adopted program, which are nobody's greenlets, and for greenlets that go on with other requests, which a
    /// kill might hit.
    private void inGreenlet(Exchange exchange, How how, Duration limit) {
        var work = Greenlet.spawn(() -> cutOff(exchange, how, limit));
        work.join();
        work.get();
    }

    private void cutOff(Exchange exchange, How how, Duration limit) throws IOException {
        switch (how) {
            case LATE -> answer(exchange, Timeout.callOr(limit, () -> read(exchange), LATE));
            case TIMEOUT ->
                    Timeout.<Void, IOException>call(
                            limit,
                            () -> {
                                answer(exchange, read(exchange));
                                return null;
                            });
            default -> killed(exchange, limit);
        }
    }

    private void killed(Exchange exchange, Duration after) throws IOException {
        Greenlet<?> greenlet = Greenlet.current();
        Timer timer = hub.timer(() -> greenlet.killNoWait());
        timer.start(after);
        try {
            answer(exchange, read(exchange));
        } finally {
            timer.cancel();
        }
    }

    private static String read(Exchange exchange) throws IOException {
        @SuppressWarnings("resource") // the framework's
        InputStream body = exchange.body();
        String number = new String(body.readNBytes(DIGITS), US_ASCII);
        think();
        return number;
    }

    /// What has failed leaves the stream as it is: a framework would take it for ended if it were closed.
    private static void answer(Exchange exchange, String text) throws IOException {
        OutputStream out = exchange.answer(DIGITS);
        byte[] bytes = text.getBytes(US_ASCII);
        out.write(bytes, 0, DIGITS / 2);
        out.flush();
        think();
        out.write(bytes, DIGITS / 2, DIGITS / 2);
        out.close();
    }

    private static void think() throws IOException {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }
}
