/// Cases of hubs: their life, their order, several at once, what holds one up. Not exported.
package io.anyloop.tck.hub;
