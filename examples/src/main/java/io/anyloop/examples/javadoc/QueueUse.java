package io.anyloop.examples.javadoc;

import io.anyloop.Greenlet;
import io.anyloop.queue.Channel;
import io.anyloop.queue.JoinableQueue;
import io.anyloop.queue.LifoQueue;
import io.anyloop.queue.PriorityQueue;
import io.anyloop.queue.Queue;
import io.anyloop.queue.Select;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What greenlets give each other.
final class QueueUse {
    private QueueUse() {}

    private static String fetch(String url) {
        Greenlet.sleep(Duration.ofSeconds(1));
        return "page of " + url;
    }

    static List<String> queue(List<String> urls) {
        var seen = new ArrayList<String>();
        // @start region="Queue"
        var pages = new Queue<String>(100);
        Greenlet.spawn(() -> {
            for (String url : urls) {
                pages.put(fetch(url)); // waits while the queue is full
            }
            pages.shutdown();
        });
        for (String page : pages) { // ends after the last one
            seen.add(page);
        }
        // @end
        return seen;
    }

    static List<String> joinableQueue(List<String> urls) {
        var seen = new ArrayList<String>();
        // @start region="JoinableQueue"
        var jobs = new JoinableQueue<String>();
        for (int i = 0; i < 3; i++) {
            Greenlet.spawn(() -> {
                for (String url : jobs) {
                    seen.add(fetch(url));
                    jobs.taskDone();
                }
            });
        }
        urls.forEach(jobs::put);
        jobs.join(); // until all of them are done
        jobs.shutdown(); // ends the workers' loops
        // @end
        return seen;
    }

    static String lifoQueue() {
        // @start region="LifoQueue"
        var undo = new LifoQueue<String>();
        undo.put("typed a word");
        undo.put("deleted a line");
        return undo.get(); // the line
        // @end
    }

    static String priorityQueue() {
        // @start region="PriorityQueue"
        var words = new PriorityQueue<String>(10, Comparator.comparing(String::length));
        words.put("greenlet");
        words.put("hub");
        return words.get(); // hub
        // @end
    }

    static String channel() {
        // @start region="Channel"
        var hand = new Channel<String>();
        Greenlet.spawn(() -> hand.put("ball")); // lasts until somebody takes it
        return hand.get();
        // @end
    }

    static String select(
            Queue<String> questions, Channel<String> answers, Queue<String> quit, String answer) {
        // @start region="Select"
        String line =
                Select.of(
                                questions.getting(question -> "asked " + question),
                                answers.putting(answer, () -> "answered"),
                                quit.getting(word -> "the end").orShutDown(() -> "the end"))
                        .get();
        // @end
        return line;
    }
}
