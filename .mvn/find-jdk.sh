# Finds a JDK 25 or newer and exports it as JAVA_HOME. POSIX sh, meant to be sourced:
#
#     . .mvn/find-jdk.sh
#
# Order: JAVA_HOME, the `java` on the PATH, then the usual places, where the lowest version that is
# new enough wins. Each JDK is asked through its `release` file, so no JVM is started. When none is
# found, one sentence on standard error says what to do, and the sourcing script ends with status 1.

anyloop_min_java=25

# Prints the major version of the JDK at $1; 0 if there is no JDK (a runtime without javac is none).
anyloop_jdk_major() {
  anyloop_major=0
  if [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ]; then
    if [ -r "$1/release" ]; then
      while IFS= read -r anyloop_line || [ -n "$anyloop_line" ]; do
        case $anyloop_line in
        JAVA_VERSION=*)
          anyloop_major=${anyloop_line#JAVA_VERSION=}
          anyloop_major=${anyloop_major#\"}
          break
          ;;
        esac
      done <"$1/release"
    else
      anyloop_major=$("$1/bin/javac" -version 2>&1) || anyloop_major=0
      anyloop_major=${anyloop_major#javac }
    fi
    anyloop_major=${anyloop_major%%[!0-9]*}
  fi
  printf %s "${anyloop_major:-0}"
}

# Prints the home of the `java` on the PATH, following links; nothing if there is none.
anyloop_path_home() {
  anyloop_java=$(command -v java) || return 0
  anyloop_real=$(readlink -f "$anyloop_java" 2>/dev/null) || anyloop_real=$anyloop_java
  anyloop_home=${anyloop_real%/bin/*}
  if [ ! -r "$anyloop_home/release" ]; then # a launcher script or stub: only it knows its home
    anyloop_home=$("$anyloop_java" -XshowSettings:properties -version 2>&1 |
      sed -n 's/^ *java\.home = //p') || anyloop_home=
  fi
  printf %s "$anyloop_home"
}

# Prints the JDK to use; nothing if there is none.
anyloop_find_jdk() {
  set +f # the usual places are globs, and the sourcing script may have switched them off
  if [ -n "${JAVA_HOME:-}" ] && [ "$(anyloop_jdk_major "$JAVA_HOME")" -ge $anyloop_min_java ]; then
    printf %s "$JAVA_HOME"
    return
  fi
  anyloop_candidate=$(anyloop_path_home)
  if [ "$(anyloop_jdk_major "$anyloop_candidate")" -ge $anyloop_min_java ]; then
    printf %s "$anyloop_candidate"
    return
  fi
  anyloop_best= anyloop_best_major=
  for anyloop_candidate in /usr/lib/jvm/* /usr/java/* /opt/*jdk* \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -r "$anyloop_candidate/release" ] || continue
    anyloop_found_major=$(anyloop_jdk_major "$anyloop_candidate")
    [ "$anyloop_found_major" -ge $anyloop_min_java ] || continue
    if [ -z "$anyloop_best" ] || [ "$anyloop_found_major" -lt "$anyloop_best_major" ]; then
      anyloop_best=$anyloop_candidate anyloop_best_major=$anyloop_found_major
    fi
  done
  printf %s "$anyloop_best"
}

anyloop_jdk=$(anyloop_find_jdk)
if [ -z "$anyloop_jdk" ]; then
  echo "Anyloop needs a JDK $anyloop_min_java or newer and found none:" \
    "install one (for example Temurin $anyloop_min_java) under /usr/lib/jvm or ~/.jdks," \
    "or set JAVA_HOME to it." >&2
  exit 1
fi
JAVA_HOME=$anyloop_jdk
export JAVA_HOME
