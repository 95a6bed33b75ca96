/// The command `anyloop`.
module io.anyloop.launcher {
    requires io.anyloop.core;
    requires info.picocli;

    opens io.anyloop.launcher to
            info.picocli;
}
