/// Client libraries, each behind one small adapter: a call that carries a number and returns what was answered.
package io.anyloop.integration.clients;
