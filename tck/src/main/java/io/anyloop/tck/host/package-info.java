/// Cases of hubs that are guests of a host: on its thread, between its tasks. Not exported.
package io.anyloop.tck.host;
