package io.anyloop.integration.servers;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// GreenMail: takes mail by SMTP, and hands it out by POP3 to whoever asks, on the next port.
public final class MailServer implements Server {
    private static final int TRIES = 100;

    private final GreenMail mail;
    private final Thread.UncaughtExceptionHandler handlerBefore;

    private MailServer(GreenMail mail) {
        this.mail = mail;
        this.handlerBefore = Thread.getDefaultUncaughtExceptionHandler();
    }

    static MailServer start() throws Exception {
        int port = freePair();
        var smtp = new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        var pop3 = new ServerSetup(pop3(port), "127.0.0.1", ServerSetup.PROTOCOL_POP3);
        var mail =
                new GreenMail(new ServerSetup[] {smtp, pop3})
                        .withConfiguration(
                                new GreenMailConfiguration().withDisabledAuthentication());
        mail.start();
        Thread.setDefaultUncaughtExceptionHandler(MailServer::report);
        return new MailServer(mail);
    }

    /// A port that is free, and the next one as well.
    private static int freePair() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = Server.freePort();
            try (var next = new ServerSocket()) {
                next.bind(new InetSocketAddress("127.0.0.1", pop3(port)));
                return port;
            } catch (BindException e) {
                // Somebody has it.
            }
        }
        throw new IOException("No two ports in a row were free.");
    }

    /// A thread of GreenMail's dies loudly when somebody breaks off, which here many do.
    private static void report(Thread thread, Throwable e) {
        if (!thread.getName().startsWith("smtp:") && !thread.getName().startsWith("pop3:")) {
            System.err.println("Thread " + thread.getName() + " has failed.");
            e.printStackTrace();
        }
    }

    /// The port for POP3 beside that for SMTP.
    public static int pop3(int smtp) {
        return smtp + 1;
    }

    @Override
    public int port() {
        return mail.getSmtp().getPort();
    }

    @Override
    public void close() {
        mail.stop();
        Thread.setDefaultUncaughtExceptionHandler(handlerBefore);
    }
}
