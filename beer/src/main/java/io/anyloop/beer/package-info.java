/// A service with HTTP, PostgreSQL and AMQP, all of it on one hub: `./anyloop demo beer`.
package io.anyloop.beer;
