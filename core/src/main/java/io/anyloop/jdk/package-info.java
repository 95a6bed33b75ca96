/// What is known of the JDK that runs, and what is taken from it: virtual threads with a scheduler, carriers, threads, snapshots of
/// stacks. When the JDK moves, look here first (decision 0061), then in `port`.
///
/// Not exported. Knows nothing of hubs. Any thread.
package io.anyloop.jdk;
