package io.metash.command.cluster;

import io.metash.command.Prompter;
import io.metash.output.Failures;
import io.metash.output.Io;
import io.metash.output.Printable;
import io.metash.output.Style;
import io.metash.output.TextWrap;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks a series of questions. Each names its expected answer and default, and explains why an answer is invalid; {@code
 * back} returns to the previous question, {@code ?} explains, {@code quit} and Ctrl-C leave.
 */
final class Dialogue {
    /** Thrown when the user wants to return to the previous question. */
    static final class Back extends RuntimeException {
        private static final long serialVersionUID = 1;

        Back() {
            super("back", null, false, false);
        }
    }

    /** Parses an answer, or rejects it with a {@link Failure}. */
    @FunctionalInterface
    interface Understood<T> {
        /** Parses an answer. */
        T of(String answer) throws IOException;
    }

    /** A step of the dialogue with at most one question. */
    @FunctionalInterface
    interface Step {
        /** Runs the step. */
        void run() throws IOException;
    }

    private final Prompter prompter;
    private final PrintStream out;
    private final Io io;
    private final boolean colored;
    private int answers;
    private boolean returning;

    Dialogue(Io io, Prompter prompter) {
        this.prompter = prompter;
        this.out = io.err();
        this.io = io;
        this.colored = io.coloredMessages();
    }

    /** Prints text, wrapped to the screen. */
    void say(String... texts) {
        for (String text : texts) {
            TextWrap.lines(text, io.width().getAsInt()).forEach(out::println);
        }
    }

    /** Prints a command to type, which stays one line for a copy. */
    void toType(String line) {
        io.command(line);
    }

    /**
     * Asks until the answer is valid.
     *
     * @param question the question, one or more lines
     * @param usual the default answer, or null for none
     * @param more the explanation shown for {@code ?}
     */
    <T> T ask(String question, @Nullable String usual, String more, Understood<T> understood) throws IOException {
        return ask(question, usual, more, understood, prompter::ask);
    }

    /** Asks for names of files and directories, which TAB completes. */
    <T> T askFiles(String question, @Nullable String usual, String more, Understood<T> understood) throws IOException {
        return ask(question, usual, more, understood, prompter::askFiles);
    }

    private <T> T ask(String question, @Nullable String usual, String more, Understood<T> understood, Prompter prompter)
            throws IOException {
        out.println();
        for (String line : question.split("\n", -1)) {
            printQuestion(line);
        }
        String prompt = "> ";
        if (usual != null) {
            prompt = "[" + usual + "] > ";
        }
        while (true) {
            String answer = prompter.ask(prompt);
            if (answer == null || answer.strip().equals("quit")) {
                throw Failure.of(ExitStatus.INTERRUPTED, "cancelled; nothing was changed");
            }
            String text = answer.strip();
            if (text.equals("back")) {
                throw new Back();
            }
            if (text.equals("?")) {
                say(more);
                say("'back' returns to the previous question, 'quit' or Ctrl-C leaves; neither changes anything.");
                continue;
            }
            if (text.isEmpty()) {
                if (usual == null) {
                    say("An answer is required. '?' explains the question.");
                    continue;
                }
                text = usual;
            }
            try {
                T value = understood.of(text);
                answers++;
                return value;
            } catch (Failure e) {
                if (e.status() == ExitStatus.INTERRUPTED) {
                    throw e;
                }
                refuse(e);
            } catch (IOException cannot) {
                refuse(Failures.of(cannot));
            }
        }
    }

    /** Prints a line of a question; the text of a choice is wrapped below its own beginning. */
    private void printQuestion(String line) {
        int columns = io.width().getAsInt();
        if (line.startsWith(" ")) {
            TextWrap.helpLine(line, columns).forEach(out::println);
        } else {
            TextWrap.lines(line, columns).forEach(row -> out.println(Style.HEAD.on(row, colored)));
        }
    }

    private void refuse(Failure no) {
        String lead = "Invalid answer: ";
        String what = lead + Printable.text(no.what());
        // The questions do not name options.
        if (no.where() != null && !no.where().startsWith("--")) {
            what += " (" + Printable.text(no.where()) + ")";
        }
        List<String> lines = TextWrap.lines(what, io.width().getAsInt());
        out.println(Style.BAD.on(lead, colored)
                + lines.get(0).substring(Math.min(lead.length(), lines.get(0).length())));
        lines.subList(1, lines.size()).forEach(line -> out.println("  " + line));
        if (no.why() != null) {
            say("  " + Printable.text(no.why()));
        }
        if (no.next() != null) {
            io.command("  " + Printable.command(no.next()));
        }
    }

    /** Whether the current step runs again because the user went back to it. */
    boolean returning() {
        return returning;
    }

    /** Runs the steps in order, and returns to the last step with a question when the user goes back. */
    void walk(List<Step> steps) throws IOException {
        List<Integer> answered = new ArrayList<>();
        for (int at = 0; at < steps.size(); at++) {
            int before = answers;
            try {
                steps.get(at).run();
                returning = false;
                if (answers > before) {
                    answered.add(at);
                }
            } catch (Back e) {
                if (answered.isEmpty()) {
                    say("This is the first question.");
                    at--;
                } else {
                    at = answered.remove(answered.size() - 1) - 1;
                    returning = true;
                }
            }
        }
    }

    /** Splits an answer into words at blanks outside quotes. */
    static List<String> words(String answer) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean started = false;
        char quote = 0;
        for (char c : answer.toCharArray()) {
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                started = true;
            } else if (c == ' ' || c == '\t' || c == ',') {
                if (started) {
                    words.add(word.toString());
                    word.setLength(0);
                    started = false;
                }
            } else {
                started = true;
                word.append(c);
            }
        }
        if (quote != 0) {
            throw Failure.of(ExitStatus.USAGE, "unclosed quote").next("close or remove it");
        }
        if (started) {
            words.add(word.toString());
        }
        return words;
    }
}
