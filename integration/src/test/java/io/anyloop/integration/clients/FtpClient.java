package io.anyloop.integration.clients;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.anyloop.integration.servers.Server;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.commons.net.ftp.FTPClient;

/// commons-net: a connection for each question, which stores a file with the number in it, and fetches it.
public final class FtpClient implements Client {
    private final int port;

    private FtpClient(int port) {
        this.port = port;
    }

    public static Client at(int port) {
        return new FtpClient(port);
    }

    @Override
    public long ask(long number, Runnable whenConnected) throws IOException {
        var ftp = new FTPClient();
        try {
            ftp.connect("127.0.0.1", port);
            require(ftp.login(Server.USER, Server.USER), ftp);
            whenConnected.run();
            ftp.enterLocalPassiveMode();
            String file = "n" + number;
            byte[] text = ("" + number).getBytes(US_ASCII);
            require(ftp.storeFile(file, new ByteArrayInputStream(text)), ftp);
            var fetched = new ByteArrayOutputStream();
            require(ftp.retrieveFile(file, fetched), ftp);
            require(ftp.deleteFile(file), ftp);
            return Long.parseLong(fetched.toString(US_ASCII));
        } finally {
            ftp.disconnect();
        }
    }

    private static void require(boolean done, FTPClient ftp) throws IOException {
        if (!done) {
            throw new IOException("The server refused it: " + ftp.getReplyString());
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
