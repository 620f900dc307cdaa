package io.metash.command;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/** A prompter with scripted answers. The screen shows questions and answers as a terminal does. */
public final class ScriptedPrompter implements Prompter {
    private final Queue<String> answers;
    private final Consumer<String> screen;
    private int questions;

    public ScriptedPrompter(List<String> answers, Consumer<String> screen) {
        this.answers = new ArrayDeque<>(answers);
        this.screen = screen;
    }

    @Override
    public String ask(String question) {
        questions++;
        String answer = answers.poll();
        screen.accept(question + (answer == null ? "^C" : answer) + "\n");
        return answer;
    }

    /** The number of answers that were not used. */
    public int left() {
        return answers.size();
    }

    /** The number of questions. */
    public int questions() {
        return questions;
    }
}
