/// The command `doctor`. Compiled for old releases of Java, too, so that it works where hubs do not.
package io.anyloop.agent.doctor;
