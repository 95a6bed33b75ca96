package io.anyloop.agent.doctor;

import java.util.ArrayList;
import java.util.List;

/// What was seen, in sections, and what of it is not well.
final class Report {
    final List<Section> sections = new ArrayList<>();
    final List<Finding> findings = new ArrayList<>();

    /// Something that people should know of.
    static final class Finding {
        /// The same in each version, for programs.
        final String id;

        /// Not well; else only worth knowing.
        final boolean isWrong;

        final String seen;
        final String remedy;

        private Finding(String id, boolean isWrong, String seen, String remedy) {
            this.id = id;
            this.isWrong = isWrong;
            this.seen = seen;
            this.remedy = remedy;
        }
    }

    /// @param name the same in each version, for programs
    Section section(String name, String title) {
        Section section = new Section(name, title);
        sections.add(section);
        return section;
    }

    /// Something is not well.
    ///
    /// @param seen a whole sentence
    /// @param remedy a whole sentence that says what to do
    void wrong(String id, String seen, String remedy) {
        findings.add(new Finding(id, true, seen, remedy));
    }

    /// Something works, and is worth knowing.
    void note(String id, String seen, String remedy) {
        findings.add(new Finding(id, false, seen, remedy));
    }

    List<Finding> findings(boolean areWrong) {
        List<Finding> some = new ArrayList<>();
        for (Finding finding : findings) {
            if (finding.isWrong == areWrong) {
                some.add(finding);
            }
        }
        return some;
    }

    boolean isWell() {
        return findings(true).isEmpty();
    }

    void add(Report part) {
        sections.addAll(part.sections);
        findings.addAll(part.findings);
    }
}
