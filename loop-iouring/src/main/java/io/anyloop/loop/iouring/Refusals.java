package io.anyloop.loop.iouring;

import io.anyloop.loop.netty.NativeTransports;
import io.anyloop.spi.Availability;
import io.anyloop.spi.Availability.Unavailable;
import io.netty.channel.uring.IoUring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Why there is no io_uring, in words for users. Administrators turn it off more often than other calls, in several ways.
final class Refusals {
    private static final String ARTIFACT = "netty-transport-native-io_uring";
    private static final String ELSEWHERE = "use another loop, for example epoll or select";
    private static final Path SWITCH = Path.of("/proc/sys/kernel/io_uring_disabled");

    private Refusals() {}

    static Availability availability() {
        return NativeTransports.availability(
                                "Linux", ARTIFACT, ELSEWHERE, IoUring::unavailabilityCause)
                        instanceof Unavailable no
                ? explained(no, disabled())
                : Availability.yes();
    }

    /// What the switch says, 0 where there is none: kernels before 6.6.
    private static String disabled() {
        try {
            return Files.readString(SWITCH).strip();
        } catch (IOException e) {
            return "0";
        }
    }

    /// @param no what was found out without knowing io_uring
    /// @param disabled what `kernel.io_uring_disabled` is
    static Availability explained(Unavailable no, String disabled) {
        String reason = no.reason();
        if (reason.contains("Operation not permitted")) {
            return disabled.equals("0") ? filtered(reason) : switchedOff(reason, disabled);
        }
        if (reason.contains("Function not implemented")) {
            return Availability.no(
                    reason + ": this kernel was built without io_uring, or a sandbox hides it",
                    ELSEWHERE);
        }
        if (reason.contains("kernel version")) {
            return Availability.no(
                    reason, "update Linux, at best to 5.13 or newer, or " + ELSEWHERE);
        }
        return no;
    }

    private static Availability filtered(String reason) {
        return Availability.no(
                reason + ": a filter of system calls (seccomp) is in force, as in most containers",
                "allow io_uring_setup, io_uring_enter and io_uring_register in the filter, or "
                        + ELSEWHERE);
    }

    private static Availability switchedOff(String reason, String disabled) {
        String who = disabled.equals("1") ? "for most users" : "for everybody";
        return Availability.no(
                "%s: io_uring is switched off %s here, kernel.io_uring_disabled is %s"
                        .formatted(reason, who, disabled),
                "let an administrator run sysctl kernel.io_uring_disabled=0, or " + ELSEWHERE);
    }
}
