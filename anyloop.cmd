@echo off
rem Runs Anyloop from its sources, and builds it before, once:
rem
rem     anyloop run ... -- -jar app.jar ^| loops ^| doctor ^| demo [beer ...] ^| example ... ^| tck ... ^| soak ... ^| bench ... ^| help
rem
rem After a change of the sources set ANYLOOP_BUILD=1 to build again. Java gets the options in ANYLOOP_JAVA_OPTS,
rem and ANYLOOP_AGENT=no leaves the agent out.
setlocal EnableExtensions EnableDelayedExpansion
set "root=%~dp0"
if "%root:~-1%"=="\" set "root=%root:~0,-1%"

if not defined JAVA_HOME for %%j in (java.exe) do if not "%%~$PATH:j"=="" for %%h in ("%%~dp$PATH:j..") do set "JAVA_HOME=%%~fh"
rem A JDK that is old enough to lack the release 25 says so by its exit status.
if not exist "%JAVA_HOME%\bin\javac.exe" goto nojdk
"%JAVA_HOME%\bin\javac.exe" --release 25 -version >nul 2>nul
if errorlevel 1 goto nojdk

set module=launcher
set main=io.anyloop.launcher.Anyloop
set modules=launcher,examples
set tests=-Dmaven.test.skip=true
set options=
rem Without the agent hubs need a package opened instead.
set "agent=-javaagent:%root%\agent\target\anyloop-agent.jar"
if "%ANYLOOP_AGENT%"=="no" set "agent=--add-opens=java.base/java.lang=ALL-UNNAMED"
set more=
if "%~1"=="doctor" (
  set main=io.anyloop.agent.Main
  set modules=launcher
)
if "%~1"=="run" goto program
if "%~1"=="help" set modules=launcher
if "%~1"=="--help" set modules=launcher
if "%~1"=="demo" (
  set module=examples
  set main=io.anyloop.examples.Demo
)
if "%~1 %~2"=="demo beer" (
  set module=beer
  set modules=launcher,beer
  set main=io.anyloop.beer.BeerDemo
)
if "%~1"=="example" (
  set module=examples
  set main=io.anyloop.examples.programs.Programs
)
if "%~1"=="bench" (
  set module=benchmarks
  set main=io.anyloop.benchmarks.Bench
  set modules=launcher,examples,benchmarks
)
set "contracts="
if "%~1"=="tck" set contracts=1
if "%~2"=="--help" set "contracts="
if "%~2"=="-h" set "contracts="
if "%~1"=="tck" set modules=launcher
if defined contracts (
  set tests=-DskipTests
  rem Sockets tell their descriptors, and Swing's event thread needs no screen.
  set "options=--add-exports java.base/sun.nio.ch=ALL-UNNAMED -Djava.awt.headless=true"
)

set build=%ANYLOOP_BUILD%
if not exist "%root%\%module%\target\classpath.txt" set build=1
if defined contracts if not exist "%root%\loop-select\target\test-classes" set build=1
if defined build (
  echo Building Anyloop once ... 1>&2
  pushd "%root%"
  call mvnw.cmd -q -B -ntp %tests% -Dmaven.antrun.skip=true -pl %modules% -am package 1>&2
  if errorlevel 1 (
    echo Anyloop could not be built. The reason is above. 1>&2
    exit /b 1
  )
  popd
)
if defined contracts for /d %%l in ("%root%\loop-*") do if exist "%%l\target\test-classes" set "more=!more!;%%l\target\test-classes"

rem The class path is longer than a command line may be: Java reads it from a file, where a backslash counts twice.
set /p libraries=<"%root%\%module%\target\classpath.txt"
set "path_of=%root%\%module%\target\classes;!libraries!!more!"
> "%root%\%module%\target\classpath.arg" echo -cp "!path_of:\=\\!"

rem The first word of demo, example and bench names the program, not a command of it.
set arguments=%*
if "%~1"=="demo" if not "%~2"=="beer" call :rest %*
if "%~1 %~2"=="demo beer" call :rest_but_two %*
if "%~1"=="bench" call :rest %*
if "%~1"=="example" call :rest %*

"%JAVA_HOME%\bin\java.exe" "!agent!" -Djdk.trackAllThreads=false --enable-native-access=ALL-UNNAMED %options% %ANYLOOP_JAVA_OPTS% @"%root%\%module%\target\classpath.arg" %main% %arguments%
exit /b %errorlevel%

:program
set "run_jar=%root%\run\target\anyloop-run.jar"
set build=%ANYLOOP_BUILD%
if not exist "%run_jar%" set build=1
if defined build (
  echo Building Anyloop once ... 1>&2
  pushd "%root%"
  call mvnw.cmd -q -B -ntp %tests% -Dmaven.antrun.skip=true -pl run -am package 1>&2
  if errorlevel 1 (
    echo Anyloop could not be built. The reason is above. 1>&2
    exit /b 1
  )
  popd
)
call :rest %*
"%JAVA_HOME%\bin\java.exe" %ANYLOOP_JAVA_OPTS% -jar "%run_jar%" %arguments%
exit /b %errorlevel%

:nojdk
echo Anyloop needs a JDK 25 or newer and found none: install one ^(for example Temurin 25^), and set JAVA_HOME to it. 1>&2
exit /b 1

:rest_but_two
shift
:rest
set arguments=
:next
shift
if "%~1"=="" exit /b 0
set arguments=%arguments% %1
goto next
