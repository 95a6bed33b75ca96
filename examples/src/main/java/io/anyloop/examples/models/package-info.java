/// One service on Vert.x with a verticle of each kind and with greenlets, and what comes of it.
package io.anyloop.examples.models;
