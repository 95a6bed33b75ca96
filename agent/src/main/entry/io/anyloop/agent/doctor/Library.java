package io.anyloop.agent.doctor;

/// An artifact of a project, as it was found on a class path.
final class Library {
    final String project;
    final String artifact;

    /// Null if it does not say.
    final String version;

    /// The jar or directory.
    final String place;

    Library(String project, String artifact, String version, String place) {
        this.project = project;
        this.artifact = artifact;
        this.version = version;
        this.place = place;
    }
}
