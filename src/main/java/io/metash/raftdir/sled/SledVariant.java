package io.metash.raftdir.sled;

/** The two formats known as sled 0.34 (sled-0.34 §0). */
public enum SledVariant {
    /** datafuse-extras/sled 0.34.7-datafuse.1, with slabs in {@code heap}: every databend-meta since v0.4.72. */
    FORK("heap"),
    /** Released sled 0.34.6 and 0.34.7, with files in {@code blobs}. */
    UPSTREAM("blobs");

    private final String directory;

    SledVariant(String directory) {
        this.directory = directory;
    }

    /** The directory name of large items. */
    public String directory() {
        return directory;
    }
}
