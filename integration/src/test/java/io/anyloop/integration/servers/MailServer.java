package io.anyloop.integration.servers;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

/// GreenMail: takes mail by SMTP, and hands it out by POP3 to whoever asks, on the next port.
public final class MailServer implements Server {
    private final GreenMail mail;

    private MailServer(GreenMail mail) {
        this.mail = mail;
    }

    static MailServer start() throws Exception {
        int port = Server.freePort();
        var smtp = new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        var pop3 = new ServerSetup(pop3(port), "127.0.0.1", ServerSetup.PROTOCOL_POP3);
        var mail =
                new GreenMail(new ServerSetup[] {smtp, pop3})
                        .withConfiguration(
                                new GreenMailConfiguration().withDisabledAuthentication());
        mail.start();
        return new MailServer(mail);
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
    }
}
