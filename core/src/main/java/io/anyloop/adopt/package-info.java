/// Programs that know nothing of hubs: their `main` and their threads come to hubs, where the agent is asked for that (decision 0100).
/// Called by the agent, by name, with types of the JDK's only. [io.anyloop.adopt.Adoption] begins it; what deals threads out is called
/// by any thread that makes one, so it waits for nothing.
package io.anyloop.adopt;
