package io.anyloop.agent;

/// Writes a class file anew, with what is changed.
final class ClassWriter {
    private final ClassBytes file;
    private final Constants constants;

    /// What is behind the constants, as far as it is written.
    private final Bytes rest = new Bytes();

    /// Up to where the old file is taken over.
    private int done;

    ClassWriter(ClassBytes file) {
        this.file = file;
        constants = new Constants(file.constantCount());
        done = file.poolEnd();
    }

    Constants constants() {
        return constants;
    }

    /// Before any method is edited.
    ///
    /// @param name with slashes
    void addInterface(String name) {
        int count = file.u2(file.interfaces());
        copyTo(file.interfaces());
        rest.u2(count + 1);
        done += 2;
        copyTo(done + 2 * count);
        rest.u2(constants.type(name));
    }

    /// In the order in which the methods are in the file.
    void edit(Edit edit) {
        int attribute = edit.method.attributes() + 2;
        for (int i = file.u2(edit.method.attributes()); i > 0; i--) {
            int end = attribute + 6 + file.u4(attribute + 2);
            if (file.text(file.u2(attribute)).equals("Code")) {
                copyTo(attribute + 2);
                Bytes code = new CodeWriter(edit, attribute + 6).write();
                rest.u4(code.size()).add(code);
                done = end;
            }
            attribute = end;
        }
    }

    private void copyTo(int end) {
        rest.add(file.bytes(), done, end);
        done = end;
    }

    byte[] write() {
        copyTo(file.bytes().length);
        return new Bytes()
                .add(file.bytes(), 0, 8)
                .u2(constants.count())
                .add(file.bytes(), 10, file.poolEnd())
                .add(constants.bytes())
                .add(rest)
                .toArray();
    }
}
