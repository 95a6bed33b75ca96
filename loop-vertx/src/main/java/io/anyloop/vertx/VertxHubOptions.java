package io.anyloop.vertx;

import io.anyloop.Hub;
import io.anyloop.HubBuilder;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/// What holds for all hubs of one Vert.x: what they are like, and how long they take to end. Every option has a default, with
/// which closing and undeploying take their time as Vert.x does by itself. Set by [VertxHub#options]. Not thread-safe.
///
/// What the program does not set can be set from outside, by system properties: `anyloop.vertx.grace`, `anyloop.vertx.stopLimit`,
/// `anyloop.vertx.endLimit`, and `anyloop.vertx.stuckLimit` for [HubBuilder#stuckLimit] of each hub. Their values are durations:
/// `500ms`, `5s`, `2m`, `1h`, or as [Duration#parse] takes them.
///
/// ```java
/// VertxHub.options(vertx, new VertxHubOptions()
///     .grace(Duration.ofSeconds(5))
///     .stopLimit(Duration.ofSeconds(30))
///     .hub(hub -> hub.errorHandler(this::report)));
/// ```
public final class VertxHubOptions {
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    private Consumer<HubBuilder> hub = _ -> {};
    Duration grace;
    Duration stopLimit; // null for none
    Duration endLimit;
    private final Duration stuckLimit; // null for the hub's own

    /// The defaults, and what system properties say.
    ///
    /// @throws IllegalArgumentException if one of these properties is no duration
    public VertxHubOptions() {
        grace = HubProperties.duration("grace").orElse(Duration.ZERO);
        stopLimit = HubProperties.duration("stopLimit").orElse(null);
        endLimit = HubProperties.duration("endLimit").orElse(END_LIMIT);
        stuckLimit = HubProperties.duration("stuckLimit").orElse(null);
    }

    private VertxHubOptions(VertxHubOptions other) {
        hub = other.hub;
        grace = other.grace;
        stopLimit = other.stopLimit;
        endLimit = other.endLimit;
        stuckLimit = other.stuckLimit;
    }

    VertxHubOptions copy() {
        return new VertxHubOptions(this);
    }

    /// Sets options of each hub that is opened.
    ///
    /// @param options sets options; not [HubBuilder#loop(io.anyloop.spi.Loop)]. Called on the thread that opens a hub
    /// @return this
    public VertxHubOptions hub(Consumer<HubBuilder> options) {
        hub = Objects.requireNonNull(options, "options");
        return this;
    }

    /// Sets how long the greenlets of a [GreenletVerticle] may go on by themselves once its [GreenletVerticle#stop] has
    /// returned, before they are killed: so that requests under way are answered. Those that are spawned later are not waited
    /// for. Its servers are open meanwhile, as far as `stop` has not closed them. What has not ended then is logged by name. By
    /// default zero, as with Vert.x, which closes servers as soon as a verticle was stopped.
    ///
    /// @param limit zero or more
    /// @return this
    public VertxHubOptions grace(Duration limit) {
        grace = notNegative(limit, "grace");
        return this;
    }

    /// Sets how long a [GreenletVerticle#stop] may take. It is logged by name then, and killed; the undeployment fails. When
    /// Vert.x is closed, all verticles of whatever kind have this time and the end limit together. By default there is
    /// none, as with Vert.x.
    ///
    /// @param limit zero or more
    /// @return this
    public VertxHubOptions stopLimit(Duration limit) {
        stopLimit = notNegative(limit, "stopLimit");
        return this;
    }

    /// Sets how long greenlets that were killed may take to end, each with its `finally`: when a verticle was stopped, and when
    /// its hub is closed, unless [HubBuilder#closeLimit] says otherwise. What has not ended then is logged by name and not
    /// waited for any more. By default ten seconds, as Vert.x gives its event loops.
    ///
    /// @param limit zero or more
    /// @return this
    public VertxHubOptions endLimit(Duration limit) {
        endLimit = notNegative(limit, "endLimit");
        return this;
    }

    /// A builder of a hub with these options.
    HubBuilder builder() {
        HubBuilder builder = Hub.builder().closeLimit(endLimit);
        if (stuckLimit != null) {
            builder.stuckLimit(stuckLimit);
        }
        hub.accept(builder);
        return builder;
    }

    private static Duration notNegative(Duration limit, String what) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException(
                    "%s must be zero or more, this is %s.".formatted(what, limit));
        }
        return limit;
    }
}
