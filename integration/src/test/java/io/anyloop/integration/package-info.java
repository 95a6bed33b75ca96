/// Real software, unmodified, in greenlets, against real servers.
package io.anyloop.integration;
