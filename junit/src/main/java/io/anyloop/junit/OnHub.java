package io.anyloop.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Runs a test as a greenlet of a hub that is opened for it, and closed after it; on a class, each of its tests. What comes before
/// and after each test runs on the same hub.
///
/// ```java
/// @OnHub(loop = "sim")
/// class HeartbeatTest {
///     @Test
///     void it_beats_once_a_minute() {
///         var heartbeat = Heartbeat.start();
///         Greenlet.sleep(Duration.ofSeconds(3601)); // takes no time on this loop
///         assertEquals(60, heartbeat.count());
///     }
/// }
/// ```
///
/// What the test spawns and leaves behind is killed when the hub is closed. Methods before and after all tests of a class run where
/// JUnit runs them, without a hub.
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(HubExtension.class)
@SuppressWarnings("exports") // nobody else names the extension
public @interface OnHub {
    /// The event loop, by its name.
    ///
    /// @return the name; empty for the one that [io.anyloop.Hub#open()] takes
    String loop() default "";

    /// How long each method may take. It fails then with what all greenlets of the hub are at, also where it computes and
    /// never waits.
    ///
    /// @return seconds of real time, on a loop in virtual time too
    int seconds() default 10;
}
