package io.anyloop.tck;

import java.util.concurrent.CompletableFuture;

/// What libraries make of a wait that ends by an exception: each of them has been seen to do one of these.
enum SwallowingDriver {
    CATCHES_EXCEPTION {
        @Override
        String query(Blocking wait) {
            try {
                run(wait);
                return "answer";
            } catch (Exception e) {
                return "default";
            }
        }
    },
    CATCHES_THROWABLE {
        @Override
        String query(Blocking wait) {
            try {
                wait.run();
                return "answer";
            } catch (Throwable e) {
                return "default";
            }
        }
    },
    RESTORES_THE_INTERRUPT {
        @Override
        String query(Blocking wait) {
            try {
                wait.run();
                return "answer";
            } catch (Throwable e) {
                Thread.currentThread().interrupt();
                return "default";
            }
        }
    },
    WRAPS {
        @Override
        String query(Blocking wait) {
            try {
                wait.run();
                return "answer";
            } catch (Throwable e) {
                throw new IllegalStateException("the connection is broken", e);
            }
        }
    },
    FORGETS_THE_CAUSE {
        @Override
        String query(Blocking wait) {
            try {
                wait.run();
                return "answer";
            } catch (Throwable e) {
                throw new IllegalStateException("the connection is broken");
            }
        }
    },
    MASKS_IN_FINALLY {
        @Override
        String query(Blocking wait) throws Exception {
            try {
                run(wait);
                return "answer";
            } finally {
                sayGoodbye();
            }
        }

        private static void sayGoodbye() {
            throw new IllegalStateException("the connection is closed");
        }
    },
    TRIES_AGAIN {
        @Override
        String query(Blocking wait) {
            for (int attempt = 0; attempt < 20; attempt++) {
                try {
                    wait.run();
                    return "answer";
                } catch (Throwable e) {
                    // The next attempt may succeed.
                }
            }
            return "default";
        }
    },
    KEEPS_IT_FOR_LATER {
        @Override
        String query(Blocking wait) {
            var answer = new CompletableFuture<String>();
            try {
                wait.run();
                answer.complete("answer");
            } catch (Throwable e) {
                answer.completeExceptionally(e);
            }
            return answer.join();
        }
    };

    abstract String query(Blocking wait) throws Exception;

    private static void run(Blocking wait) throws Exception {
        try {
            wait.run();
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
