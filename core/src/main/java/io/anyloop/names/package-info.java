/// Names of hosts, looked up without stopping a hub.
package io.anyloop.names;
