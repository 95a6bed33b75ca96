/// Cases of time: timers, limits, parks that end by themselves. Not exported.
package io.anyloop.tck.time;
