package io.anyloop.integration.clients;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.Timeout;

/// Clients of HTTP. A connection is held from the head of the answer to its end.
public final class HttpClients {
    private static final int SIZE = 5;

    private interface Asking {
        long ask(String url, Runnable whenConnected) throws IOException;
    }

    private record Http(int port, Asking asking, Runnable atEnd) implements Client {
        @Override
        public long ask(long number, Runnable whenConnected) throws IOException {
            return asking.ask("http://127.0.0.1:%d/%d".formatted(port, number), whenConnected);
        }

        @Override
        public int connections() {
            return SIZE;
        }

        @Override
        public void close() {
            atEnd.run();
        }
    }

    private HttpClients() {}

    private static long number(InputStream in) throws IOException {
        return Long.parseLong(new String(in.readAllBytes(), US_ASCII));
    }

    /// Apache HttpClient, the classic one.
    public static Client apache(int port) {
        var connections =
                PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(SIZE)
                        .setMaxConnPerRoute(SIZE)
                        .build();
        var patience = Timeout.ofMilliseconds(JdbcClient.PATIENCE_MILLIS);
        CloseableHttpClient client =
                org.apache.hc.client5.http.impl.classic.HttpClients.custom()
                        .setConnectionManager(connections)
                        .setDefaultRequestConfig(
                                RequestConfig.custom()
                                        .setConnectionRequestTimeout(patience)
                                        .build())
                        .build();
        Asking asking =
                (url, whenConnected) ->
                        client.execute(
                                new HttpGet(url),
                                response -> {
                                    whenConnected.run();
                                    return number(response.getEntity().getContent());
                                });
        return new Http(port, asking, () -> end(client));
    }

    private static void end(CloseableHttpClient client) {
        client.close(org.apache.hc.core5.io.CloseMode.GRACEFUL);
    }

    public static Client okHttp(int port) {
        var connections = new ConnectionPool(SIZE, 5, TimeUnit.MINUTES);
        var client = new OkHttpClient.Builder().connectionPool(connections).build();
        Asking asking =
                (url, whenConnected) -> {
                    var request = new Request.Builder().url(url).build();
                    try (var response = client.newCall(request).execute()) {
                        whenConnected.run();
                        return number(response.body().byteStream());
                    }
                };
        return new Http(port, asking, connections::evictAll);
    }

    /// The JDK's own, which keeps up to five connections to a server.
    public static Client urlConnection(int port) {
        Asking asking =
                (url, whenConnected) -> {
                    var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
                    try (InputStream in = connection.getInputStream()) {
                        whenConnected.run();
                        return number(in);
                    }
                };
        return new Http(port, asking, () -> {});
    }

    /// The JDK's newer one. Its own threads select and parse, and who asks waits for them.
    public static Client jdk(int port) {
        var client = HttpClient.newHttpClient();
        Asking asking =
                (url, whenConnected) -> {
                    var request = HttpRequest.newBuilder(URI.create(url)).build();
                    try (InputStream in =
                            client.send(request, BodyHandlers.ofInputStream()).body()) {
                        whenConnected.run();
                        return number(in);
                    } catch (InterruptedException e) {
                        throw (IOException) new InterruptedIOException().initCause(e);
                    }
                };
        return new Http(port, asking, client::shutdownNow);
    }
}
