package io.anyloop.integration.serving;

import io.anyloop.Hub;
import io.anyloop.integration.servers.Server;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;

/// Tomcat: its acceptor and its poller have threads of their own, requests run in the connector's executor.
record TomcatServer(Tomcat server) implements Server {
    private static final Logger LOGGER = Logger.getLogger("org.apache");

    static Server start(Hub hub, Handling handling) throws Exception {
        LOGGER.setLevel(
                Level.OFF); // Each handler that is cut off would be told of, with its stack.
        // @start region="tomcat"
        var server = new Tomcat();
        server.setBaseDir(Files.createTempDirectory("tomcat").toString());
        server.setPort(0);
        server.getConnector().getProtocolHandler().setExecutor(hub.executor()); // before start
        var context = (StandardContext) server.addContext("", null);
        Tomcat.addServlet(context, "own", new Calling(handling)).addMapping("/");
        server.start();
        // @end
        return new TomcatServer(server);
    }

    private static final class Calling extends HttpServlet {
        private static final long serialVersionUID = 1;

        private final transient Handling handling;

        Calling(Handling handling) {
            this.handling = handling;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            handling.handle(new OfServlet(request, response));
        }
    }

    private record OfServlet(HttpServletRequest request, HttpServletResponse response)
            implements Exchange {
        @Override
        public String path() {
            return request.getRequestURI();
        }

        @Override
        public InputStream body() throws IOException {
            return request.getInputStream();
        }

        @Override
        public OutputStream answer(int length) throws IOException {
            response.setContentLength(length);
            return response.getOutputStream();
        }
    }

    @Override
    public int port() {
        return server.getConnector().getLocalPort();
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
            server.destroy();
        } catch (LifecycleException e) {
            throw new IOException("Tomcat does not stop", e);
        }
    }
}
