/// Cases of queues, channels and selects. Not exported.
package io.anyloop.tck.queue;
