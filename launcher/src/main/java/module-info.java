/// The command `anyloop`.
module io.anyloop.launcher {
    requires info.picocli;
    requires io.anyloop.core;
    requires io.anyloop.loop.select;
    requires static io.anyloop.loop.vertx; // the command soak, where there is Vert.x
    requires io.anyloop.tck;
    requires java.logging;
    requires java.management;
    requires org.junit.platform.launcher;

    opens io.anyloop.launcher to
            info.picocli,
            org.junit.platform.commons;

    uses io.anyloop.tck.LoopContract;
}
