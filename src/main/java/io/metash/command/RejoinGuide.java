package io.metash.command;

import java.io.IOException;

/** The way back to full strength when one node of a healthy cluster is lost. */
final class RejoinGuide {
    private final Context context;
    private final Dialogue dialogue;

    RejoinGuide(Context context, Dialogue dialogue) {
        this.context = context;
        this.dialogue = dialogue;
    }

    int run() throws IOException {
        dialogue.say(String.valueOf(context.interactive()));
        return 0;
    }
}
