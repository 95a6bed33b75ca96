package io.anyloop.integration.cuts;

import io.anyloop.integration.clients.CarelessClient;
import io.anyloop.integration.clients.Client;
import io.anyloop.integration.clients.FtpClient;
import io.anyloop.integration.clients.GrpcClient;
import io.anyloop.integration.clients.HibernateClient;
import io.anyloop.integration.clients.HttpClients;
import io.anyloop.integration.clients.JdbcClient;
import io.anyloop.integration.clients.JedisClient;
import io.anyloop.integration.clients.MailClient;
import io.anyloop.integration.clients.RabbitClient;
import io.anyloop.integration.clients.SshClient;
import io.anyloop.integration.clients.SwallowingClient;
import io.anyloop.integration.clients.TlsClient;
import io.anyloop.integration.servers.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/// A row of the matrix.
///
/// @param name what is used, and how
/// @param server what it talks to
/// @param maker makes the client
/// @param flags of its virtual machine
record Subject(String name, Kind server, Client.Maker maker, List<String> flags) {
    static final String LENDS = "a pool that lends what was cut off";
    static final String LOSES = "a pool that loses what was cut off";

    static List<Subject> all() {
        List<Subject> all = new ArrayList<>();
        addPooled(all, "pgjdbc", Kind.POSTGRES, JdbcClient::postgres);
        add(all, "Jedis, pool of 5", Kind.REDIS, JedisClient.ofSize(5, false));
        add(all, "Jedis, pool of 5, alive checks", Kind.REDIS, JedisClient.ofSize(5, true));
        add(all, "Apache HttpClient", Kind.HTTP, HttpClients::apache);
        addPooled(all, "MariaDB Connector/J", Kind.MARIADB, JdbcClient::mariaDb);
        addPooled(all, "Derby network client", Kind.DERBY, JdbcClient::derby);
        addPooled(all, "MySQL Connector/J", Kind.MARIADB, JdbcClient::mySql);
        add(all, "HttpURLConnection", Kind.HTTP, HttpClients::urlConnection);
        add(all, "OkHttp", Kind.HTTP, HttpClients::okHttp);
        add(all, "JDK HttpClient", Kind.HTTP, HttpClients::jdk);
        add(all, "gRPC, blocking stub", Kind.GRPC, GrpcClient::at);
        add(all, "SSLSocket, pool of 2", Kind.TLS_LINES, TlsClient::at);
        add(all, "RabbitMQ client", Kind.RABBITMQ, RabbitClient::at);
        add(all, "Hibernate, HikariCP of 5", Kind.POSTGRES, HibernateClient.ofSize(5));
        add(all, "commons-net FTP", Kind.FTP, FtpClient::at);
        add(all, "Jakarta Mail", Kind.MAIL, MailClient::at);
        add(all, "JSch", Kind.SSH, SshClient::at);
        for (SwallowingClient.Way way : SwallowingClient.Way.values()) {
            String name = "a driver that swallows: " + way.name().toLowerCase(Locale.ROOT);
            add(all, name, Kind.LINES, SwallowingClient.by(way));
        }
        return all;
    }

    private static void addPooled(
            List<Subject> all, String driver, Kind server, IntFunction<Client.Maker> maker) {
        for (int size : List.of(1, 5)) {
            String name = "%s, HikariCP of %d".formatted(driver, size);
            add(all, name, server, maker.apply(size));
            all.add(
                    new Subject(
                            name + ", alive checks",
                            server,
                            maker.apply(size),
                            List.of(JdbcClient.LOOKING)));
        }
    }

    private static void add(List<Subject> all, String name, Kind server, Client.Maker maker) {
        all.add(new Subject(name, server, maker, List.of()));
    }

    /// Those that do harm, and must be found out.
    static List<Subject> careless() {
        List<Subject> all = new ArrayList<>();
        add(all, LENDS, Kind.LINES, CarelessClient::lendingWhatWasCutOff);
        add(all, LOSES, Kind.LINES, CarelessClient::losingWhatWasCutOff);
        return all;
    }

    static Subject named(String name) {
        return Stream.concat(all().stream(), careless().stream())
                .filter(subject -> subject.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no row " + name));
    }
}
