/// Cases of servers. Not exported.
package io.anyloop.tck.server;
