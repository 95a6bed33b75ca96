/// Cases of greenlets: spawned, joined, linked, killed; what is delivered to them, and the threads and tasks that are
/// greenlets. Not exported.
package io.anyloop.tck.greenlet;
