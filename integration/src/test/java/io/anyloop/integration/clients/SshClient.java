package io.anyloop.integration.clients;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import io.anyloop.integration.servers.Server;
import java.io.IOException;

/// JSch: a session for each question, in which a command is run whose output is the number.
public final class SshClient implements Client {
    private final int port;
    private final JSch jsch = new JSch();

    private SshClient(int port) {
        this.port = port;
    }

    public static Client at(int port) {
        return new SshClient(port);
    }

    @Override
    public long ask(long number, Runnable whenConnected) throws JSchException, IOException {
        Session session = jsch.getSession(Server.USER, "127.0.0.1", port);
        session.setPassword(Server.USER.getBytes(US_ASCII));
        session.setConfig("StrictHostKeyChecking", "no");
        try {
            session.connect();
            whenConnected.run();
            var command = (ChannelExec) session.openChannel("exec");
            command.setCommand("" + number);
            var out = command.getInputStream();
            command.connect();
            String said = new String(out.readAllBytes(), US_ASCII);
            command.disconnect();
            return Long.parseLong(said);
        } finally {
            session.disconnect();
        }
    }

    /// Few: an exchange of keys computes for long, and holds up the others.
    @Override
    public int connections() {
        return 1;
    }

    @Override
    public void close() {
        // It keeps nothing.
    }
}
