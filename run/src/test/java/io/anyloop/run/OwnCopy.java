package io.anyloop.run;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// A program that uses Anyloop, and has it on its class path.
public final class OwnCopy {
    private OwnCopy() {}

    public static void main(String[] arguments) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
        Hub.current().onDrain(limit -> System.out.println("drained"));
        Greenlet.spawn(OwnCopy::waits);
        Greenlet.sleep(Duration.ofMillis(10));
        System.out.println("on " + Hub.current().name());
        try {
            Thread.sleep(Duration.ofMinutes(5));
        } finally {
            System.out.println("main was cut off");
        }
    }

    private static void waits() {
        try {
            Greenlet.sleep(Duration.ofMinutes(5));
        } finally {
            System.out.println("greenlet ended");
        }
    }

    static Started start() throws IOException {
        return Started.java(
                List.of(
                        "-javaagent:" + Started.JAR + "=adopt,loop=select",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OwnCopy.class.getName()));
    }
}
