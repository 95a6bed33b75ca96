package io.anyloop.examples.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/// A servlet container, in a virtual machine of its own, that knows nothing of Anyloop.
final class Container {
    private static final int TRIES = 500;

    private Container() {}

    /// Deploys an application under two names, asks both, deploys the first one anew, asks again, and stops both. Prints the
    /// answers, and what has become of the three class loaders.
    ///
    /// @param arguments the folder of the application, and one for the container
    public static void main(String[] arguments) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(arguments[1]);
        tomcat.setPort(0);
        tomcat.getHost(); // makes it
        tomcat.setAddDefaultWebXmlToWebapp(false); // which wants JSP
        tomcat.start();
        try {
            comeAndGo(tomcat, arguments[0]);
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }

    private static void comeAndGo(Tomcat tomcat, String folder) throws Exception {
        String address = "http://localhost:" + tomcat.getConnector().getLocalPort();
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        loaders.add(deploy(tomcat, "/first", folder));
        loaders.add(deploy(tomcat, "/other", folder));
        System.out.println(get(address + "/first/talk"));
        System.out.println(get(address + "/other/talk"));
        undeploy(tomcat, "/first");
        loaders.add(deploy(tomcat, "/first", folder));
        System.out.println(get(address + "/first/talk"));
        System.out.println(get(address + "/other/talk"));
        undeploy(tomcat, "/first");
        undeploy(tomcat, "/other");
        for (WeakReference<ClassLoader> loader : loaders) {
            System.out.println(isCollected(loader) ? "collected" : "held");
        }
    }

    private static WeakReference<ClassLoader> deploy(Tomcat tomcat, String name, String folder) {
        Context context = tomcat.addWebapp(name, folder);
        return new WeakReference<>(context.getLoader().getClassLoader());
    }

    private static void undeploy(Tomcat tomcat, String name) {
        tomcat.getHost().removeChild(tomcat.getHost().findChild(name));
    }

    private static String get(String address) throws IOException {
        try (InputStream answer = URI.create(address).toURL().openStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static boolean isCollected(WeakReference<ClassLoader> loader)
            throws InterruptedException {
        for (int i = 0; i < TRIES && loader.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        return loader.get() == null;
    }
}
