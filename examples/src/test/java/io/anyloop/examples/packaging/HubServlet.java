package io.anyloop.examples.packaging;

import io.anyloop.Hub;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/// A web application with a hub of its own, which ends with it.
@WebServlet(urlPatterns = "/talk", loadOnStartup = 1)
public class HubServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private transient Hub hub;

    @Override
    public void init() {
        hub = Hub.open("select");
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            response.getWriter().print(Talk.on(hub));
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }

    @Override
    public void destroy() {
        hub.close();
    }
}
