/// Servers that a test starts and ends: programs of the system, and some that run within the test.
package io.anyloop.integration.servers;
