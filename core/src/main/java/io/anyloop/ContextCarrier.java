package io.anyloop;

/// Carries what belongs to the code that runs, such as the fields of a logger or the span of a trace, from whoever hands over
/// work to whoever does it. Given to [HubBuilder#carries].
///
/// ```java
/// var options =
///         Hub.builder()
///                 .carries(() -> {
///                     Map<String, String> fields = MDC.getCopyOfContextMap();
///                     return () -> {
///                         MDC.setContextMap(fields == null ? Map.of() : fields);
///                         return MDC::clear;
///                     };
///                 });
/// ```
///
/// A library with a snapshot of its own makes that shorter: OpenTelemetry's `Context.current()` is one, and its `makeCurrent()::close`
/// takes it back.
@FunctionalInterface
public interface ContextCarrier {

    /// Takes what there is. Called where a greenlet is made, a task is handed to a thread pool of the hub, or a virtual thread is forked
    /// there with the agent; on the thread that does so, which may be a loop's own. Must not wait. What it throws comes out of that
    /// call.
    ///
    /// @return puts it in place elsewhere, once; null if there is nothing
    Captured capture();

    /// What was taken.
    @FunctionalInterface
    interface Captured {

        /// Puts it in place, before the first step. On the thread that does the work; must not wait. What it throws the work fails with.
        ///
        /// @return takes it away
        Restored restore();
    }

    /// What is in place.
    @FunctionalInterface
    interface Restored {

        /// Takes it away. On the same thread, when the work has ended, however.
        void remove();
    }
}
