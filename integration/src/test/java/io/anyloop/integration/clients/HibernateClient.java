package io.anyloop.integration.clients;

import com.zaxxer.hikari.HikariDataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/// Hibernate on PostgreSQL, over HikariCP: a question is a transaction with a native query.
public final class HibernateClient implements Client {
    private final HikariDataSource pool;
    private final SessionFactory sessions;

    private HibernateClient(HikariDataSource pool) {
        this.pool = pool;
        var configuration = new Configuration();
        configuration.getProperties().put("hibernate.connection.datasource", pool);
        this.sessions = configuration.buildSessionFactory();
    }

    public static Client.Maker ofSize(int size) {
        return port -> new HibernateClient(JdbcClient.pool(JdbcClient.postgresUrl(port), size));
    }

    @Override
    public long ask(long number, Runnable whenConnected) {
        return sessions.fromTransaction(session -> {
            session.doWork(_ -> whenConnected.run());
            return session.createNativeQuery(
                            "select cast(:number as bigint) from pg_sleep(0.001)", Long.class)
                    .setParameter("number", number)
                    .getSingleResult();
        });
    }

    @Override
    public int connections() {
        return pool.getMaximumPoolSize();
    }

    @Override
    public void close() {
        sessions.close();
        pool.close();
    }
}
