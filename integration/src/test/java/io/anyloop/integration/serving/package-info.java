/// Servers that nobody here wrote, serving on a hub.
package io.anyloop.integration.serving;
