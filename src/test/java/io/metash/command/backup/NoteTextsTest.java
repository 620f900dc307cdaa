package io.metash.command.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.backup.DirectoryVerify;
import io.metash.backup.StreamFacts;
import io.metash.backup.Verdict;
import io.metash.command.CommandRun;
import io.metash.integrity.Finding;
import io.metash.integrity.Grade;
import io.metash.record.Cancel;
import io.metash.record.Note;
import io.metash.record.Progress;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replacing the texts of all notes does not change the advice. */
class NoteTextsTest {
    private static final String OTHER = "other words";

    private final CommandRun run = new CommandRun().onRealPlaces();

    @TempDir
    private Path scratch;

    @Test
    void adviceOnADirectoryDoesNotDependOnTexts() throws IOException {
        Path raft = scratch.resolve("raft");
        run.ok("import --raft-dir '" + raft + "' --db '" + TestData.file("peer/want_exported_v004") + "'");
        Path unfinished = raft.resolve("df_meta/V004/snapshot/0.snap-7");
        Files.writeString(unfinished, "");
        Files.writeString(raft.resolve("df_meta/V004/log/odd"), "");
        Path version = raft.resolve("df_meta/VERSION");
        Files.delete(version);
        Verdict headless = verify(raft);
        assertTrue(
                codes(headless).containsAll(List.of(Note.Code.VERSION_MISSING, Note.Code.UNFINISHED_SNAPSHOT)),
                codes(headless).toString());
        assertTrue(
                Arrays.asList(advice(headless)).contains("false rm " + unfinished + "   (while no server runs)"),
                Arrays.toString(advice(headless)));
        Files.writeString(version, "{\"version\":\"V003\",\"upgrading\":\"V004\"}");
        for (Verdict verdict : List.of(headless, verify(raft))) {
            assertEquals(Arrays.toString(advice(verdict)), Arrays.toString(advice(reworded(verdict))));
        }
    }

    @Test
    void adviceOnANoteDependsOnItsCode() {
        for (Note.Code code : Note.Code.values()) {
            Note note = Note.about(code, "part", "a server is running on this directory: VERSION is missing, checked");
            Verdict verdict = verdict(List.of(Finding.of(note)));
            Verdict reworded = reworded(verdict);
            assertEquals(Arrays.toString(advice(verdict)), Arrays.toString(advice(reworded)), code.toString());
            Diagnosis diagnosis = new Diagnosis();
            diagnosis.add("raft", reworded);
            assertEquals(code == Note.Code.SERVER_RUNNING, diagnosis.server().isPresent(), code.toString());
        }
    }

    private static Verdict verify(Path raft) throws IOException {
        return DirectoryVerify.run(raft, Progress.NONE, new Cancel());
    }

    private static List<Note.Code> codes(Verdict verdict) {
        return verdict.findings().stream()
                .flatMap(found -> found.note().stream())
                .map(Note::code)
                .toList();
    }

    private static String[] advice(Verdict verdict) {
        Diagnosis diagnosis = new Diagnosis();
        diagnosis.add("raft", verdict);
        return diagnosis.urgentFirst().stream()
                .map(advice -> advice.urgent() + " " + advice.command())
                .toArray(String[]::new);
    }

    private static Verdict reworded(Verdict verdict) {
        List<Finding> findings = new ArrayList<>();
        for (Finding found : verdict.findings()) {
            Optional<Note> note = found.note().map(old -> new Note(old.code(), OTHER, old.about()));
            findings.add(
                    new Finding(found.check(), note, found.grade(), OTHER, found.line(), found.byteAt(), found.why()));
        }
        return new Verdict(
                verdict.grade(),
                verdict.place(),
                OTHER,
                verdict.line(),
                verdict.byteAt(),
                OTHER,
                verdict.remedy(),
                verdict.next(),
                findings,
                verdict.facts(),
                verdict.manifest(),
                verdict.bytes(),
                verdict.sha256());
    }

    private static Verdict verdict(List<Finding> findings) {
        return new Verdict(
                Grade.CONSISTENT,
                "raft",
                "",
                0,
                -1,
                null,
                Verdict.Remedy.NONE,
                null,
                findings,
                new StreamFacts(),
                null,
                -1,
                null);
    }
}
