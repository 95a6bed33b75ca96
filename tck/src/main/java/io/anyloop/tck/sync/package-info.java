/// Cases of what greenlets and threads wait for each other by. Not exported.
package io.anyloop.tck.sync;
