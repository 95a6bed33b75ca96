package io.anyloop.integration.servers;

/// What can be started.
public enum Kind {
    POSTGRES(PostgresServer::start),
    MARIADB(Systems::mariaDb),
    REDIS(Systems::redis),
    RABBITMQ(Systems::rabbitMq),
    DERBY(DerbyServer::start),
    HTTP(Within::http),
    FTP(Within::ftp),
    MAIL(MailServer::start),
    SSH(Within::ssh),
    LINES(LineServer::start),
    TLS_LINES(LineServer::startTls),
    GRPC(GrpcServer::start);

    private interface Starter {
        Server start() throws Exception;
    }

    private final Starter starter;

    Kind(Starter starter) {
        this.starter = starter;
    }

    public Server start() throws Exception {
        return starter.start();
    }
}
