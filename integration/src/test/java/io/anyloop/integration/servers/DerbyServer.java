package io.anyloop.integration.servers;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.apache.derby.drda.NetworkServerControl;

/// Derby's network server over a database in memory, with a function `app.slowly` that takes its time and returns its argument.
public final class DerbyServer implements Server {
    private static final String DATABASE = "memory:cuts";

    private final NetworkServerControl control;
    private final int port;

    private DerbyServer(NetworkServerControl control, int port) {
        this.control = control;
        this.port = port;
    }

    static DerbyServer start() throws Exception {
        System.setProperty("derby.stream.error.field", DerbyServer.class.getName() + ".NOWHERE");
        int port = Server.freePort();
        var control = new NetworkServerControl(InetAddress.getLoopbackAddress(), port);
        control.start(new PrintWriter(NOWHERE));
        try (var connection =
                        DriverManager.getConnection("jdbc:derby:" + DATABASE + ";create=true");
                var statement = connection.createStatement()) {
            statement.execute(
                    "create function app.slowly(n bigint) returns bigint language java parameter style java no sql external name '%s.slowly'"
                            .formatted(DerbyServer.class.getName()));
        }
        return new DerbyServer(control, port);
    }

    /// Where Derby writes its log, which it finds by the name of this field.
    public static final Writer NOWHERE = Writer.nullWriter();

    /// For Derby, which calls it by its name.
    public static long slowly(long number) {
        Server.answerSlowly();
        return number;
    }

    public static String url(int port) {
        return "jdbc:derby://127.0.0.1:%d/%s".formatted(port, DATABASE);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        try {
            control.shutdown();
        } catch (Exception e) { // so it is declared
            throw new IOException("Derby does not stop.", e);
        }
        try {
            DriverManager.getConnection("jdbc:derby:" + DATABASE + ";drop=true").close();
        } catch (SQLException e) {
            // This is how it says that it has dropped the database.
        }
    }
}
