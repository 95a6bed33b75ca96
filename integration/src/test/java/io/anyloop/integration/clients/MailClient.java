package io.anyloop.integration.clients;

import io.anyloop.integration.servers.MailServer;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;

/// Jakarta Mail (Angus): mail to somebody of whom nobody has heard, which he fetches by POP3. The subject is the number.
public final class MailClient implements Client {
    private final Session session;
    private final int pop3;

    private MailClient(Session session, int pop3) {
        this.session = session;
        this.pop3 = pop3;
    }

    public static Client at(int port) {
        var properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", "" + port);
        return new MailClient(Session.getInstance(properties), MailServer.pop3(port));
    }

    @Override
    public long ask(long number, Runnable whenConnected) throws MessagingException {
        String address = "n%d@localhost".formatted(number);
        var message = new MimeMessage(session);
        message.setFrom("anyloop@localhost");
        message.setRecipients(Message.RecipientType.TO, address);
        message.setSubject("" + number);
        message.setText("A number is in the subject.");
        Transport.send(message);
        try (var store = session.getStore("pop3")) {
            store.connect("127.0.0.1", pop3, address, address);
            whenConnected.run();
            try (Folder inbox = store.getFolder("INBOX")) {
                inbox.open(Folder.READ_ONLY);
                return Long.parseLong(inbox.getMessage(1).getSubject());
            }
        }
    }

    @Override
    public int connections() {
        return 5;
    }

    @Override
    public void close() {
        // It keeps nothing.
    }
}
