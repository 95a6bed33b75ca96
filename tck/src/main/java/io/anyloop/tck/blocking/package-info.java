/// Cases of what would block: threads for it, child processes, pipes. Not exported.
package io.anyloop.tck.blocking;
