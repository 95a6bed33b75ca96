/// The Java agent: one flag, `-javaagent:anyloop-agent.jar`, opens what hubs need and brings the JDK's own waits in greenlets to
/// the hub's loop. It names no class of Anyloop's but those that it changes as they are loaded, so that it serves as many copies of
/// the library as there are class loaders.
package io.anyloop.agent;
