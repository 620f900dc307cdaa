package io.metash.command.backup;

import io.metash.backup.Verdict;
import io.metash.integrity.Finding;
import io.metash.integrity.Grade;
import io.metash.record.Note;
import io.metash.record.ShellWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The findings of {@code doctor} with advice. */
final class Diagnosis {
    /** Notes that are not advice. References are examined separately, with the log applied. */
    private static final Set<Note.Code> SEPARATE =
            EnumSet.of(Note.Code.CHECKED, Note.Code.DANGLING, Note.Code.REFERENCES_UNCHECKED);

    /** Number of names in a finding by default. */
    static final int NAMED = 20;

    private final List<Advice> advices = new ArrayList<>();
    private Optional<Note> server = Optional.empty();

    /**
     * A finding with advice.
     *
     * @param urgent whether action is needed; else the finding is informational
     * @param what the finding
     * @param why its meaning, or null
     * @param command the command to type, or null
     */
    record Advice(boolean urgent, String what, @Nullable String why, @Nullable String command) {
        /** Whether {@link #command} is a command to type rather than a hint. */
        boolean isCommand() {
            return command != null
                    && List.of("metash", "chmod", "rm", "cp", "mv", "printf", "df", "export")
                            .contains(command.split(" ", 2)[0]);
        }
    }

    /** Adds a finding that needs action; its meaning and a command are optional. */
    void urgent(String what, @Nullable String why, @Nullable String command) {
        advices.add(new Advice(true, what, why, command));
    }

    /** Adds an informational finding; its meaning and a command are optional. */
    void known(String what, @Nullable String why, @Nullable String command) {
        advices.add(new Advice(false, what, why, command));
    }

    /** Adds the findings of a verdict. */
    void add(String place, Verdict verdict) {
        if (verdict.grade().compareTo(Grade.CONSISTENT) > 0) {
            String command = verdict.next();
            if (verdict.remedy() == Verdict.Remedy.IMPORT) {
                command = "metash import --raft-dir " + ShellWord.of(place)
                        + " --db BACKUP   (the damaged store is kept), or without a backup: metash"
                        + " export --raft-dir " + ShellWord.of(place) + " --salvage --db FILE";
            }
            urgent(VerifyCommand.headline(verdict) + ": " + verdict.what(), verdict.why(), command);
        }
        for (Finding finding : verdict.findings()) {
            if (finding.grade().compareTo(Grade.CONSISTENT) > 0) {
                urgent(finding.grade().words() + ": " + finding.what(), finding.why(), null);
            } else if (finding.is(Note.Code.SERVER_RUNNING)) {
                server = finding.note();
            } else if (SEPARATE.stream().noneMatch(finding::is)) {
                known(finding.what(), finding.why(), command(place, finding.note()));
            }
        }
    }

    /** The command to type for a note of a store, or null. */
    private static @Nullable String command(String place, Optional<Note> note) {
        if (note.isEmpty()) {
            return null;
        }
        return switch (note.get().code()) {
            case VERSION_MISSING ->
                "printf '{\"version\":\"V004\"}' > " + ShellWord.of(place + "/df_meta/VERSION")
                        + "   (only while no server runs; else the next start may upgrade what needs"
                        + " none)";
            case UNFINISHED_SNAPSHOT ->
                "rm " + ShellWord.of(note.get().about().orElseThrow()) + "   (while no server runs)";
            case UPGRADE_UNCLEANED, UPGRADE_UNDER_WAY ->
                "cp -a " + ShellWord.of(place) + " " + ShellWord.of(place + ".copy");
            case VERSION_LABEL -> "metash upgrade --raft-dir " + ShellWord.of(place);
            default -> null;
        };
    }

    /** Adds a warning if a file or directory is readable by all users. */
    void mode(Path path, String what) throws IOException {
        if (Files.exists(path) && Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ)) {
            String bits = "600 ";
            if (Files.isDirectory(path)) {
                bits = "o-rwx ";
            }
            known(what, null, "chmod " + bits + ShellWord.of(path));
        }
    }

    /** The note about a server that runs on the directory. */
    Optional<Note> server() {
        return server;
    }

    /** Records that a server runs on the directory. */
    void server(Note note) {
        server = Optional.of(note);
    }

    /** All advice, urgent advice first. */
    List<Advice> urgentFirst() {
        List<Advice> sorted = new ArrayList<>(advices);
        sorted.sort((a, b) -> Boolean.compare(b.urgent(), a.urgent()));
        return sorted;
    }
}
