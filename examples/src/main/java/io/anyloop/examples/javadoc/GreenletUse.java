package io.anyloop.examples.javadoc;

import io.anyloop.Greenlet;
import io.anyloop.Greenlets;
import io.anyloop.Timeout;
import io.anyloop.Wait;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.function.Action;
import io.anyloop.group.Group;
import io.anyloop.group.Pool;
import io.anyloop.sync.Event;
import io.anyloop.waiting.Waitable;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/// Greenlets: alone, several at once, and cut off.
final class GreenletUse {
    /// Something that is done as a whole or not at all.
    interface Transaction {
        void run();

        void rollback();
    }

    /// A library that makes an exception of its own of a wait that was cut off.
    interface Driver {
        String query() throws SQLException;
    }

    private GreenletUse() {}

    private static String fetch(String url) {
        Greenlet.sleep(Duration.ofSeconds(url.length()));
        return "page of " + url;
    }

    private static int count(String url) {
        return fetch(url).length();
    }

    static int greenlet(String first, String second) {
        // @start region="Greenlet"
        Greenlet<Integer> one = Greenlet.spawn(() -> count(first)); // starts at the next wait
        Greenlet<Integer> two = Greenlet.spawn(() -> count(second));
        return one.get() + two.get();
        // @end
    }

    static void unmasked(Action<?> handler, IntConsumer answer) throws Throwable {
        // @start region="Greenlet.unmasked"
        try {
            handler.run();
        } catch (Throwable e) {
            Throwable failure = Greenlet.unmasked(e);
            answer.accept(failure instanceof GreenletExit ? 503 : 500);
            throw failure;
        }
        // @end
    }

    static void shielded(Transaction transaction) {
        boolean done = false;
        // @start region="Greenlet.shielded"
        try {
            transaction.run();
            done = true;
        } finally {
            if (!done) {
                Greenlet.shielded(Duration.ofSeconds(1), () -> transaction.rollback());
            }
        }
        // @end
    }

    static List<Greenlet<String>> greenlets(List<String> urls) {
        // @start region="Greenlets"
        var all = new ArrayList<Greenlet<String>>();
        for (String url : urls) {
            all.add(Greenlet.spawn(() -> fetch(url)));
        }
        List<Greenlet<String>> done = Greenlets.joinAll(all, Duration.ofSeconds(5));
        Greenlets.killAll(all); // those that were too slow
        // @end
        return done;
    }

    static String waitFor(String url, Event quit) {
        // @start region="Wait"
        Greenlet<String> page = Greenlet.spawn(() -> fetch(url));
        List<Waitable> ready = Wait.forSome(List.of(page, quit), 1, Duration.ofSeconds(5));
        String answer = ready.contains(page) ? page.get() : "no page";
        // @end
        page.kill();
        return answer;
    }

    static List<String> waitInOrder(List<Greenlet<String>> greenlets) {
        var pages = new ArrayList<String>();
        // @start region="Wait.inOrder"
        try (var arrivals = Wait.inOrder(greenlets)) {
            for (Greenlet<String> greenlet : arrivals) {
                pages.add(greenlet.get());
            }
        }
        // @end
        return pages;
    }

    static String timeout(String url) {
        // @start region="Timeout call"
        return Timeout.call(Duration.ofSeconds(5), () -> fetch(url));
        // @end
    }

    static void timeoutOfBlock(List<String> urls) {
        // @start region="Timeout block"
        try (var _ = Timeout.after(Duration.ofSeconds(5))) {
            for (String url : urls) {
                fetch(url); // one limit for all of them
            }
        }
        // @end
    }

    static String timeoutBehind(Driver driver) throws SQLException {
        // @start region="Timeout.behind"
        try {
            return driver.query();
        } catch (SQLException e) {
            if (Timeout.behind(e) != null) {
                return "too late";
            }
            throw e;
        }
        // @end
    }

    static int group(String first, String second) {
        // @start region="Group"
        var group = new Group();
        return group.call(() -> {
            Greenlet<Integer> one = group.spawn(() -> count(first));
            Greenlet<Integer> two = group.spawn(() -> count(second));
            return one.get() + two.get(); // if one fails, the other is killed
        });
        // @end
    }

    static List<String> pool(List<String> urls) {
        var pages = new ArrayList<String>();
        // @start region="Pool"
        var pool = new Pool(20);
        for (String page : pool.imapUnordered(urls, url -> fetch(url))) {
            pages.add(page);
        }
        // @end
        return pages;
    }
}
