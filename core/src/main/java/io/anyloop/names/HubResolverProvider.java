package io.anyloop.names;

import io.anyloop.Greenlet;
import io.anyloop.exceptions.NoHubException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/// Looks up names in greenlets by threads that their hub has for that ([io.anyloop.Hub#namePool]): the JDK's own resolver blocks the thread that asks. All others
/// ask that as ever. Found by the JDK, which takes the first provider on the system's class path and no other.
///
/// @see <a href="https://openjdk.org/jeps/418">JEP 418</a>
public final class HubResolverProvider extends InetAddressResolverProvider {
    /// For the JDK.
    public HubResolverProvider() {}

    @Override
    public InetAddressResolver get(Configuration configuration) {
        return new Resolver(configuration.builtinResolver());
    }

    @Override
    public String name() {
        return "anyloop";
    }

    private record Resolver(InetAddressResolver jdk) implements InetAddressResolver {
        @Override
        public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
                throws UnknownHostException {
            Greenlet<?> greenlet = current();
            return greenlet == null
                    ? jdk.lookupByName(host, policy)
                    : greenlet.hub().namePool().apply(() -> jdk.lookupByName(host, policy));
        }

        @Override
        public String lookupByAddress(byte[] address) throws UnknownHostException {
            Greenlet<?> greenlet = current();
            return greenlet == null
                    ? jdk.lookupByAddress(address)
                    : greenlet.hub().namePool().apply(() -> jdk.lookupByAddress(address));
        }

        /// The calling greenlet, if its hub still takes work.
        private static Greenlet<?> current() {
            if (!Thread.currentThread().isVirtual()) {
                return null;
            }
            try {
                Greenlet<?> greenlet = Greenlet.current();
                return greenlet.hub().isClosed() ? null : greenlet;
            } catch (NoHubException e) {
                return null;
            }
        }
    }
}
