/// What belongs to Vert.x, beside greenlets: clients, servers, tests, coroutines.
package io.anyloop.integration.companions;
