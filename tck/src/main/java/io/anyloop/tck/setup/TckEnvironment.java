package io.anyloop.tck.setup;

import java.time.Duration;

/// How patient the contracts are on this machine: every tolerance, times one factor.
///
/// @param factor what each tolerance is multiplied by, more than 0
public record TckEnvironment(double factor) {

    /// The environment variable that holds the factor: `ANYLOOP_TCK_TIME_FACTOR`.
    public static final String FACTOR_VARIABLE = "ANYLOOP_TCK_TIME_FACTOR";

    /// The system property that holds the seed: `anyloop.tck.seed`.
    public static final String SEED_PROPERTY = "anyloop.tck.seed";

    /// Refuses a factor that would turn tolerances into nothing.
    public TckEnvironment {
        if (!(factor > 0 && factor < 10_000)) {
            throw new IllegalArgumentException(
                    "%s is %s; set it to a number above 0 and below 10000, for example 3."
                            .formatted(FACTOR_VARIABLE, factor));
        }
    }

    /// The environment that the variable names; factor 1 without it.
    ///
    /// @return the environment
    public static TckEnvironment current() {
        return parse(System.getenv(FACTOR_VARIABLE));
    }

    static TckEnvironment parse(String variable) {
        if (variable == null || variable.isBlank()) {
            return new TckEnvironment(1);
        }
        try {
            return new TckEnvironment(Double.parseDouble(variable.strip()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "%s is \"%s\"; set it to a number, for example 3."
                            .formatted(FACTOR_VARIABLE, variable),
                    e);
        }
    }

    /// The longest that something may take which is to happen at once, on a machine that is busy
    /// with other work.
    ///
    /// @return 1 s times the factor
    public Duration prompt() {
        return scaled(Duration.ofSeconds(1));
    }

    /// How long a case watches that nothing happens, and the usual length of a wait that is tried.
    ///
    /// @return 40 ms times the factor
    public Duration quiet() {
        return scaled(Duration.ofMillis(40));
    }

    /// The longest a whole case may take; then it is given up, and what the loop did and all threads are shown.
    ///
    /// @return 10 s times the factor
    public Duration limit() {
        return scaled(Duration.ofSeconds(10));
    }

    /// What cases that go by chance begin with: the same seed gives the same run. A system property sets it,
    /// [#SEED_PROPERTY].
    ///
    /// @return the seed, 1 where none is set
    public long seed() {
        return Long.getLong(SEED_PROPERTY, 1);
    }

    /// A tolerance of a case's own, times the factor.
    ///
    /// @param tolerance what is enough where the factor is 1
    /// @return the tolerance here
    public Duration scaled(Duration tolerance) {
        return Duration.ofNanos((long) (tolerance.toNanos() * factor));
    }
}
