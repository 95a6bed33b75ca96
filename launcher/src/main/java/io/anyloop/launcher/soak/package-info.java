/// The command `soak`: hubs under everything at once, with promises that are checked all the time.
package io.anyloop.launcher.soak;
