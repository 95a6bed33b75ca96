package io.anyloop.integration.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/// A command of an SSH server that prints its own name, slowly.
final class EchoCommand implements Command {
    private final String name;
    private OutputStream out;
    private ExitCallback atExit;

    EchoCommand(String name) {
        this.name = name;
    }

    @Override
    public void setInputStream(InputStream in) {
        // It reads nothing.
    }

    @Override
    public void setOutputStream(OutputStream newOut) {
        out = newOut;
    }

    @Override
    public void setErrorStream(OutputStream err) {
        // It has no complaints.
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        atExit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
        Thread.ofPlatform().daemon().start(this::answer);
    }

    private void answer() {
        Server.answerSlowly();
        try {
            out.write(name.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            atExit.onExit(0);
        } catch (IOException e) {
            atExit.onExit(1, "Nobody hears it.");
        }
    }

    @Override
    public void destroy(ChannelSession channel) {
        // It ends by itself.
    }
}
