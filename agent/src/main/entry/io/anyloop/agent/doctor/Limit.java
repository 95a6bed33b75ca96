package io.anyloop.agent.doctor;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks what may hang: on a daemon thread of its own, and for so long.
final class Limit {
    private final long millis;
    private final ClassLoader loader;

    /// Why there is no answer, in words for people.
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;

        private Refusal(String why, Throwable cause) {
            super(why, cause);
        }
    }

    /// @param loader the context class loader of what is asked
    Limit(long millis, ClassLoader loader) {
        this.millis = millis;
        this.loader = loader;
    }

    <T> T call(Callable<T> question) throws Refusal {
        FutureTask<T> task = new FutureTask<>(question);
        Thread thread = new Thread(task, "anyloop-doctor");
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        thread.start();
        try {
            return task.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw new Refusal("no answer within " + millis / 1000 + " seconds.", e);
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted.", e);
        } catch (ExecutionException e) {
            throw new Refusal(words(e.getCause()), e.getCause());
        }
    }

    /// Errors tell the remedy by themselves; where one has no words its name has to do.
    static String words(Throwable thrown) {
        boolean isOurs =
                thrown instanceof IllegalStateException
                        || thrown instanceof IllegalArgumentException;
        return isOurs && thrown.getMessage() != null ? thrown.getMessage() : thrown.toString();
    }
}
