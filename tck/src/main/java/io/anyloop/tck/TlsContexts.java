package io.anyloop.tck;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// The two sides of TLS, made once, since that takes a while. The certificate is a resource beside this class, signed by
/// itself, valid until 2126; the same file is what clients trust.
final class TlsContexts {
    private static final char[] PASSWORD = "anyloop".toCharArray();

    static final SSLContext SERVER;

    /// Trusts the server, and has no certificate of its own.
    static final SSLContext CLIENT;

    static {
        try {
            var keys = load();
            SERVER = context(keysOf(keys), keys);
            CLIENT = context(null, keys);
        } catch (GeneralSecurityException | IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private TlsContexts() {}

    private static KeyStore load() throws GeneralSecurityException, IOException {
        var keys = KeyStore.getInstance("PKCS12");
        try (var file = TlsContexts.class.getResourceAsStream("server.p12")) {
            keys.load(file, PASSWORD);
        }
        return keys;
    }

    private static KeyManager[] keysOf(KeyStore keys) throws GeneralSecurityException {
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        return factory.getKeyManagers();
    }

    private static SSLContext context(KeyManager[] own, KeyStore keys)
            throws GeneralSecurityException, IOException {
        var certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("server", keys.getCertificate("server"));
        var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(certificates);
        var context = SSLContext.getInstance("TLS");
        context.init(own, trusted.getTrustManagers(), null);
        return context;
    }
}
